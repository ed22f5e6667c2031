using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>
/// Who may say, fill in and press what of health and toil: ana and ben are of the team payments, lea leads it, oth is of another team, adm
/// is admin. Ben wrote toil-1 down.
/// </summary>
public sealed class HealthActsTests
{
    private static readonly string[] Everybody = ["adm", "ana", "ben", "lea", "oth"];

    /// <summary>What is said, filled in after a brace or pressed after a slash; then those who may.</summary>
    [Theory]
    [InlineData("health", "adm ana ben lea oth")]
    [InlineData("health ana", "adm ana lea")]
    [InlineData("{oncall health|person=ana", "adm ana lea")]
    [InlineData("health team payments", "adm ana ben lea")]
    [InlineData("{oncall health team|team=payments", "adm ana ben lea")]
    [InlineData("/week-answer 2026-11-23/Project", "ana ben")]
    [InlineData("report toil", "adm ana ben lea oth")]
    [InlineData("report toil add checkout 30 restart the cache", "adm ana ben lea oth")]
    [InlineData("{report toil add|service=checkout;minutes=30;text=restart", "adm ana ben lea oth")]
    [InlineData("report toil automate toil-1 a probe", "adm ana ben lea")]
    [InlineData("{report toil automate|toil=toil-1;text=a probe", "adm ana ben lea")]
    [InlineData("report toil done toil-1", "adm ana ben lea")]
    [InlineData("{report toil done|toil=toil-1", "adm ana ben lea")]
    public async Task Each_does_what_is_theirs_and_nothing_else(string said, string allowed)
    {
        // Friday at three: those in the roster were asked about their week.
        var bot = await HealthBot.AtAsync("2026-11-27T15:00:00Z");
        await bot.SayAsync("ben", "report toil add checkout 30 restart the queue");
        var may = new List<string>();
        foreach (var person in Everybody)
        {
            var caller = new Caller(person, Platforms.Slack, null);
            var reply = said.StartsWith('/') && said[1..].Split(' ') is [var action, var value]
                ? await bot.Router.PressAsync(action, value, caller, HealthBot.Ct)
                : said.StartsWith('{') && said[1..].Split('|') is [var form, var values]
                ? await bot.Router.SubmitAsync(form,
                    values.Split(';').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]),
                    caller, HealthBot.Ct)
                : await bot.Router.AskAsync(said, caller, HealthBot.Ct);
            var words = HealthBot.Plain(reply);
            var refused =
                words.StartsWith("Only ", StringComparison.Ordinal) || words.StartsWith("This question was", StringComparison.Ordinal);
            if (!refused) may.Add(person);
        }

        Assert.Equal(allowed, string.Join(' ', may));
    }

    [Fact]
    public async Task Nothing_of_health_is_without_a_row()
    {
        var bot = await HealthBot.AtAsync("2026-11-27T15:00:00Z");
        var rows = typeof(HealthActsTests).GetMethod(nameof(Each_does_what_is_theirs_and_nothing_else))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>()
            .Select(row => (string)row.Data[0]!).ToList();
        var verbs = bot.Router.Verbs.Select(verb => verb.Id)
            .Where(
                id => id.StartsWith("oncall health", StringComparison.Ordinal) || id.StartsWith("report toil", StringComparison.Ordinal));
        Assert.DoesNotContain(verbs, id => !rows.Exists(row => $"oncall {row} ".StartsWith($"{id} ", StringComparison.Ordinal)
            || $"{row} ".StartsWith($"{id} ", StringComparison.Ordinal)));
        Assert.Contains(rows, row => row.StartsWith($"/{WorkWeeks.Action} ", StringComparison.Ordinal));
    }
}
