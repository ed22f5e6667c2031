using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>What becomes of incidents when people and services are renamed, forgotten, or ask for what is kept about them.</summary>
public sealed class IncidentPeopleTests
{
    private const string Renamed = """
        people: [{id: ana, name: Ana}, {id: benedict, was: ben, name: Ben}, {id: cai, name: Cai}, {id: dora, name: Dora}]
        teams: [{id: payments, lead: ana, members: [ana, benedict, cai]}]
        services: [{id: shop, was: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, benedict]}]
        """;

    private static readonly Instant At = Cases.At("2026-11-20T09:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Incident Worked { get; } = new("checkout", 12, "Payments fail", Severity.Sev2, At, null)
    {
        Responders = [new("ben", At, null), new("ana", At, null)],
        Notes = [new("ben", At, "Rolled back."), new("ana", At, "Checked.")],
        By = "ben",
        At = At,
    };

    [Fact]
    public async Task Renamed_services_keep_their_incidents_under_the_new_id_and_the_old_number()
    {
        var file = new Applying();
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync(
        [
            Write.Create("checkout/000012", Worked),
            Write.Create("checkout/000012/0001", new IncidentVersion(Worked)),
            Write.Create("checkout/000012", new OpenIncident(At)),
            Write.Create("checkout/000012",
                new Postmortem("checkout", 12, "ben", new LocalDate(2026, 11, 27))
                {
                    AskedAt = At,
                    Actions = [new(1, "Test it.", "ben", ActionPriority.P0, new LocalDate(2026, 11, 30))],
                }),
            Write.Create("checkout", RunbookUses.None.Review(new("A", "https://a"), "ben", At)),
            Delivery.Say(
                new Delivery(At, MessageKind.Incident, Address.Team("payments"),
                    new Reply("") { Actions = [IncidentReplies.Resolve(Worked)] }), "incident/checkout-12/1/payments"),
        ], Ct);
        Assert.Empty((await file.ApplyAsync(Renamed)).Errors);

        var moved = (await file.FindAsync<Incident>("shop/000012"))!;
        Assert.Equal(("shop-12", "benedict", "benedict", "benedict"),
            (moved.Id, moved.By, moved.Responders[0].Person, moved.Notes[0].Person));
        Assert.Equal("shop", (await file.FindAsync<IncidentVersion>("shop/000012/0001"))!.Incident.Service);
        Assert.NotNull(await file.FindAsync<OpenIncident>("shop/000012"));
        var postmortem = (await file.FindAsync<Postmortem>("shop/000012"))!;
        Assert.Equal(("shop-12", "benedict", "benedict"), (postmortem.Id, postmortem.Owner, postmortem.Actions[0].Person));
        Assert.Equal("benedict", (await file.FindAsync<RunbookUses>("shop"))!.Uses[0].ReviewedBy);
        Assert.Equal("incident/shop/12",
            Assert
                .Single(await file.Store.ListAsync<Delivery>(IdRange.All, Ct),
                    one => one.Value.Kind == MessageKind.Incident).Value.Reply.Actions[0].Value);
        Assert.Equal((0, 1, 1),
            ((await file.Store.ListAsync<Incident>(IdRange.Prefix("checkout/"), Ct)).Count, await file.CountAsync<Incident>(),
                await file.CountAsync<OpenIncident>()));
    }

    [Fact]
    public async Task Forgotten_people_leave_their_hours_and_take_their_words()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.Store.SaveAsync(
            [Write.Create("checkout/000012", Worked), Write.Create("checkout/000012/0001", new IncidentVersion(Worked))], Ct);
        var ben = (await bot.Store.FindAsync<Person>("ben", Ct))!;
        await bot.Store.SaveAsync(await new Forgetting(bot.Store, StoredKinds.All).ChangesAsync(ben, Ct), Ct);
        foreach (var left in new[] { (await bot.Store.FindAsync<Incident>("checkout/000012", Ct))!.Value,
            (await bot.Store.FindAsync<IncidentVersion>("checkout/000012/0001", Ct))!.Value.Incident })
        {
            Assert.Equal(Worked.Responders, left.Responders);
            Assert.Equal([new IncidentNote("ana", At, "Checked.")], left.Notes);
        }
    }

    [Fact]
    public async Task Who_asks_for_their_data_gets_their_own_part_of_incidents()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.Store.SaveAsync([Write.Create("checkout/000012", Worked)], Ct);
        var data = new PersonalData(bot.Store, StoredKinds.All);
        var own = Assert.Single((await data.OfAsync("ana", Ct)).Select(document => document.Value).OfType<Incident>());
        Assert.Equal((new Responder("ana", At, null), "Checked."), (Assert.Single(own.Responders), Assert.Single(own.Notes).Text));
        Assert.DoesNotContain(await data.OfAsync("cai", Ct), document => document.Value is Incident);
    }
}
