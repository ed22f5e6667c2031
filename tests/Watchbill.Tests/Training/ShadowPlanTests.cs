using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Training;

public sealed class ShadowPlanTests
{
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");

    /// <summary>Turns to come as week and person, weeks in which the trainee is busy, how many are wanted: those that are chosen.</summary>
    [Theory]
    [InlineData("0ben 1cai 2ana", "", 2, "0ben 1cai")]
    [InlineData("0ben 1cai 2ana", "0", 2, "1cai 2ana")]
    // Their own shift teaches nothing by looking on.
    [InlineData("0eve 1cai 2ana", "", 2, "1cai 2ana")]
    // Two people at one time: the mentor's.
    [InlineData("0ana 0ben 1cai", "", 2, "0ben 1cai")]
    [InlineData("0ben", "", 2, "0ben")]
    [InlineData("0ben", "", 0, "")]
    [InlineData("0ben", "", -1, "")]
    public void The_first_free_turns_are_taken(string turns, string busy, int wanted, string expected)
    {
        var chosen = ShadowPlan.Next(turns.Split(' ').Select(Held), "eve", "ben",
            [.. busy.Select(week => Week(week - '0'))], wanted);
        Assert.Equal(expected, string.Join(' ', chosen.Select(turn => $"{(turn.Start - Monday).Days / 7}{turn.Person}")));

        static HeldShift Held(string turn) => new("primary", turn[1..], [Week(turn[0] - '0')]);
        static Interval Week(int week) => new(Monday + Duration.FromDays(7 * week), Monday + Duration.FromDays(7 * week + 7));
    }
}
