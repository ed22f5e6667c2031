using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Which notes a handoff carries.</summary>
public sealed class HandoffNotesTests
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 11, 16, 9, 0);

    /// <summary>After downtime several are told as one: whoever left a layer in any of them hands it over.</summary>
    [Fact]
    public void All_handovers_that_are_told_together_count()
    {
        var notes = new HandoffNotes([Of("ana"), Of("ben"), Of("cai")]);
        Handover[] told =
        [
            new(Nine, [new("primary", "ana", "ben")]),
            new(Nine + Duration.FromDays(7), [new("primary", "ben", "cai")]),
        ];
        var after = new HandoffState(Nine + Duration.FromDays(7),
            new Dictionary<string, string?> { ["primary"] = "cai", ["secondary"] = "ben" });
        var (carried, kept) = notes.Split(told, after);
        Assert.Equal(["ana", "ben"], carried.Select(note => note.Person));
        Assert.Equal(["cai"], kept.Select(note => note.Person));
    }

    private static HandoffNote Of(string person) => new(person, Nine, "look at the queue");
}
