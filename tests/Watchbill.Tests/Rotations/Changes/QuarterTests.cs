using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// A quarter of twelve people on three continents, lived by moving the clock: in chat, and over the API alone. What has to come of it
/// stands in the table; here it is held against who is on call, what is said, the records and the calendars.
/// </summary>
public sealed partial class QuarterTests
{
    private static readonly string[] Rotations = ["lisbon", "newyork", "sydney"];
    private static readonly Instant Start = Cases.At("2026-09-15T09:00:00Z");
    private static readonly Instant End = Cases.At("2026-12-15T00:00:00Z");
    private static readonly Instant Renamed = Cases.At("2026-11-18T12:00:00Z");

    // Before and after each change of clocks, the joiner, the leaver, the rename, and at the end.
    private static readonly Instant[] Calendars =
    [
        .. new[] { "2026-09-16T10:00:00Z", "2026-10-06T12:00:00Z", "2026-10-27T01:00:00Z", "2026-11-10T10:00:00Z", "2026-11-19T15:00:00Z",
            "2026-12-15T00:00:00Z" }.Select(Cases.At),
    ];

    private static IReadOnlyList<string> People => [.. Table.Select(row => row.Person).Distinct()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lived_in_chat()
    {
        await using var bot = new QuarterBot(Start);
        await LiveAsync(new QuarterChat(bot));
        await HoldAsync(bot, [.. ByJobs("Ana"), .. InChat()]);
    }

    [Fact]
    public async Task Lived_over_the_api_alone()
    {
        await using var bot = new QuarterBot(Start);
        await LiveAsync(new QuarterApi(bot));
        await HoldAsync(bot, [.. ByJobs("token:root"), .. OverTheApi()]);
    }

    /// <summary>What was saved, save by save, in its first week, from the file that brings it about.</summary>
    internal static async Task<IReadOnlyList<IReadOnlyList<Write>>> FirstWeekAsync()
    {
        await using var bot = new QuarterBot(Start);
        await LiveAsync(new QuarterChat(bot), Start + Duration.FromDays(7));
        return [.. bot.Store.Saves!.Where(save => save.Count > 0)];
    }

    // At every step and at every handoff: who answers, the second before it and then.
    private static async Task LiveAsync(IQuarterHand by, Instant? until = null)
    {
        var bot = by.Bot;
        await bot.StartAsync();
        var boundaries =
            Table.Select(row => row.Start).Where(at => at > Start).SelectMany(at => new[] { at - Duration.FromSeconds(1), at });
        var links = new Dictionary<string, string>();
        var steps = Script.ToLookup(step => Cases.At(step.At));
        foreach (var at in steps.Select(step => step.Key).Concat(boundaries).Distinct().Where(at => at <= (until ?? End)).Order())
        {
            await bot.UntilAsync(at);
            foreach (var step in steps[at])
            {
                await step.DoAsync(by);
                await bot.SettleAsync();
                Assert.Equal($"{step.At} {step.OnCall}", $"{step.At} {await WhoAsync(by)}");
            }

            // Calendars are asked for now and then, so that what changed is an update or a cancellation of what they had.
            if (Calendars.Contains(at)) foreach (var person in People) await HoldFeedAsync(bot, person, links);
            Assert.Equal($"{at} {string.Join(' ', Rotations.Select(rotation => By(rotation, at) ?? "-"))}", $"{at} {await WhoAsync(by)}");
        }
    }

    private static async Task HoldAsync(QuarterBot bot, IReadOnlyList<string> said)
    {
        Assert.Equal(said.Order(StringComparer.Ordinal), (await SaidAsync(bot)).Order(StringComparer.Ordinal));
        foreach (var rotation in Rotations) await HoldShiftsAsync(bot, rotation);
    }

    // Records and what is still to come, read in one: each hour of the quarter has the table's person.
    private static async Task HoldShiftsAsync(QuarterBot bot, string rotation)
    {
        var read = await bot.GetAsync($"rotations/{Now(rotation)}/shifts?from=2026-09-15T09:00:00Z&to=2026-12-15T00:00:00Z");
        var shifts = read.GetProperty("shifts").EnumerateArray()
            .Select(
                shift =>
                    (Start: Cases.At(shift.GetProperty("start").GetString()!), End: Cases.At(shift.GetProperty("end").GetString()!),
                        Person: shift.GetProperty("person").GetString())).ToList();
        for (var at = Start; at < End; at += Duration.FromHours(1))
        {
            var held = shifts.Where(shift => shift.Start <= at && at < shift.End).Select(shift => shift.Person).ToList();
            Assert.Equal($"{rotation} {at} {By(rotation, at) ?? "-"}", $"{rotation} {at} {string.Join(',', held.DefaultIfEmpty("-"))}");
        }

        Assert.Empty(read.GetProperty("gaps").EnumerateArray());
    }

    // A person's calendar covers the hours up to now that were theirs, and no other. Mia
    // has none before she comes, gus's opens until he has left.
    private static async Task HoldFeedAsync(QuarterBot bot, string person, Dictionary<string, string> links)
    {
        if (await bot.Store.FindAsync<Person>(person, Ct) is null) return;
        if (!links.TryGetValue(person, out var key))
        {
            (key, var id) = FeedKey.New(person);
            links[person] = key;
            await bot.Store.SaveAsync([Write.Create(id, new FeedKey(bot.Now))], Ct);
        }

        if (person == "gus" && bot.Now >= Cases.At("2026-11-10T05:00:00Z"))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => bot.FeedAsync($"people/{person}.ics?key={key}"));
            return;
        }

        var compact = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
        Instant When(string entry, string name) =>
            compact
                .Parse(
                    entry.Split('\n').Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..]
                        .Trim()).Value;
        var entries =
            (await bot.FeedAsync($"people/{person}.ics?key={key}")).Split("BEGIN:VEVENT")[1..]
                .Where(entry => entry.Contains("STATUS:CONFIRMED", StringComparison.Ordinal))
                .Select(entry => (Start: When(entry, "DTSTART"), End: When(entry, "DTEND"))).ToList();
        for (var at = Start; at < bot.Now; at += Duration.FromHours(1))
        {
            var theirs = Rotations.Any(rotation => By(rotation, at) == person);
            Assert.Equal($"{person} {at} {theirs}", $"{person} {at} {entries.Exists(entry => entry.Start <= at && at < entry.End)}");
        }
    }

    private static async Task<string> WhoAsync(IQuarterHand by)
    {
        var renamed = await by.Bot.Store.FindAsync<Rotation>("americas", Ct) is not null;
        var people = new List<string>();
        foreach (var rotation in Rotations) people.Add(await by.WhoAsync(renamed ? Now(rotation) : rotation));
        return string.Join(' ', people);
    }

    /// <summary>The id that a rotation has in the end.</summary>
    private static string Now(string rotation) => rotation == "newyork" ? "americas" : rotation;

    // What is asked about the week has tests of its own.
    private static async Task<IReadOnlyList<string>> SaidAsync(QuarterBot bot) =>
    [
        .. (await bot.GetAsync("messages?from=2026-09-15T00:00:00Z&to=2026-12-15T00:00:00Z")).EnumerateArray()
            .Where(message => message.GetProperty("kind").GetString() != "health").Select(message =>
            Line(message.GetProperty("at").GetString()!, message.GetProperty("kind").GetString()!, message.GetProperty("to").GetString()!,
                message.GetProperty("text").GetString()!)),
    ];
}
