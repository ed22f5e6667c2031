using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What becomes of hours entered by hand when people are renamed, forgotten, or ask for what is kept about them.</summary>
public sealed class TimeEntryPeopleTests
{
    private static readonly Instant At = Cases.At("2026-11-16T09:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_renamed_person_keeps_hours_and_figures()
    {
        var file = new Applying();
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync(
            [Create(Entry("ben")), Write.Create("2026-Q4/csat", new KpiFigure("csat", "2026-Q4", 4.6m, null) { By = "ben", At = At })],
            Ct);
        var renamed =
            Applying.Small.Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal)
                .Replace("ana, ben", "ana, benedict", StringComparison.Ordinal);
        Assert.Empty((await file.ApplyAsync(renamed)).Errors);
        var moved = Assert.Single(await file.Store.ListAsync<TimeEntry>(IdRange.All, Ct));
        Assert.Equal(("benedict/2026-11-16T09:00:00Z/support/payments", "benedict", "payments"),
            (moved.Id, moved.Value.Person, moved.Value.Team));
        Assert.Equal("benedict", (await file.FindAsync<KpiFigure>("2026-Q4/csat"))!.By);
    }

    [Fact]
    public async Task Whoever_is_forgotten_leaves_the_hours_without_the_note_and_gets_them_before()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.Store.SaveAsync([Create(Entry("ana")), Create(Entry("ben"))], Ct);
        var exported = await new PersonalData(bot.Store, StoredKinds.All).OfAsync("ana", Ct);
        Assert.Equal("ana", Assert.Single(exported.Select(document => document.Value).OfType<TimeEntry>()).Person);
        var person = (await bot.Store.FindAsync<Person>("ana", Ct))!;
        await bot.Store.SaveAsync(await new Forgetting(bot.Store, StoredKinds.All).ChangesAsync(person, Ct), Ct);
        Assert.Equal([("ana", ""), ("ben", "a migration")],
            (await bot.Store.ListAsync<TimeEntry>(IdRange.All, Ct)).Select(entry => (entry.Value.Person, entry.Value.Note)));
    }

    private static TimeEntry Entry(string person) =>
        new(person, TimeEntryKind.Support, At, At + Duration.FromHours(2), "token:clock", At + Duration.FromHours(3))
        {
            Team = "payments",
            Note = "a migration",
        };

    private static Write Create(TimeEntry entry) => Write.Create(entry.Id, entry);
}
