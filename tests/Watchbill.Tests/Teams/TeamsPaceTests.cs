using Watchbill.Fixtures;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>The published limits of the Bot Connector to one conversation, kept to beforehand.</summary>
public sealed class TeamsPaceTests
{
    private static readonly TeamsTarget Target = new("https://smba.example.com/", "19:a");

    [Theory]
    [InlineData("send", 7, 8, 60)]
    [InlineData("create", 7, 8, 60)]
    [InlineData("members", 14, 16, 120)]
    public void However_many_wait_no_window_has_more_than_Teams_takes(string name, int inOneSecond, int inTwo, int inThirty)
    {
        using var time = new ManualTime();
        var pace = new CallPace(time);
        var call = name switch
        {
            "send" => TeamsPace.Send(Target),
            "create" => TeamsPace.Create,
            _ => TeamsPace.Members(Target),
        };
        var goes = Enumerable.Range(0, 300)
            .Select(_ => pace.Take(call.Key, call.Interval, call.Burst, TimeSpan.FromHours(1)).After.TotalSeconds)
            .Select(after => Math.Max(after, 0)).ToList();
        foreach (var (window, most) in new[] { (1, inOneSecond), (2, inTwo), (30, inThirty) })
            Assert.InRange(goes.Max(first => goes.Count(other => other >= first && other < first + window)), most / 2, most);
    }
}
