using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class PlansTests
{
    private static readonly Team Payments = new("payments", "Payments") { Lead = "ana" };

    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_only_answers_is_passed_on()
    {
        var reply = new Reply("Nothing to do.");
        Assert.Same(reply, await new Plans(store).CommitAsync(_ => Task.FromResult<Answer>(reply), Ct));
    }

    [Fact]
    public async Task A_plan_is_saved_whole()
    {
        var plan = Plan(Write.Create("payments", Payments), Write.Create("orders", Payments));
        Assert.Same(plan, await new Plans(store).CommitAsync(_ => Task.FromResult<Answer>(plan), Ct));
        Assert.Equal(2, (await store.ListAsync<Team>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task A_plan_from_an_old_document_is_worked_out_from_the_new_one()
    {
        await store.SaveAsync([Write.Create("payments", Payments)], Ct);
        var times = 0;
        await new Plans(store).CommitAsync(async ct =>
        {
            var read = (await store.FindAsync<Team>("payments", ct))!;
            if (times++ == 0) await store.SaveAsync([Write.Replace(read, Payments with { Manager = "eve" })], ct);
            return Plan(Write.Replace(read, read.Value with { Lead = "ben" }));
        }, Ct);
        var team = (await store.FindAsync<Team>("payments", Ct))!.Value;
        Assert.Equal((2, "ben", "eve"), (times, team.Lead, team.Manager));
    }

    [Theory]
    [InlineData("ben", "ben")]
    [InlineData("token:x", null)]
    public async Task What_is_said_about_a_change_names_the_person_who_made_it_as_its_cause(string actor, string? by)
    {
        var now = Cases.At("2026-11-20T10:00:00Z");
        var said = new Delivery(now, MessageKind.Change, Address.Person("cai"), new Reply("You are on call."));
        var audit = Write.Audit(new AuditEntry(now, actor, "override", "rotation/payments", "slack"));
        var plan = Plan(audit, Delivery.Say(said, "override/1"));
        await new Plans(store).CommitAsync(_ => Task.FromResult<Answer>(plan), Ct);
        Assert.Equal(by, Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.By);
    }

    private static Plan Plan(params Write[] changes) => new(new Reply("Do it?"), new Reply("Done."), changes);
}
