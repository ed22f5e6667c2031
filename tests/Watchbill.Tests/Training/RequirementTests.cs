using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>The gate at the organisation file, at rotations made in chat, and at the handoff.</summary>
public sealed class RequirementTests
{
    private static readonly string Requiring = Applying.Small
        .Replace("members: [ana, ben]}]", "members: [ana, ben]}]\n    requires: first-time-on-call", StringComparison.Ordinal);

    private static readonly string WithDora =
        Requiring.Replace("members: [ana, ben]}]", "members: [ana, ben, dora]}]", StringComparison.Ordinal);

    private readonly Applying file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_at_the_first_use_are_granted_it_and_a_new_one_is_refused_with_what_is_missing()
    {
        await file.ApplyAsync(Requiring);
        Assert.Equal(["Granted"], (await EventsAsync("ana")).Select(one => one.What.ToString()));
        var refused = await file.ApplyAsync(WithDora);
        Assert.Contains("Dora is not qualified for payments. Missing: first-time-on-call, not started.",
            Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dora", (await file.FindAsync<Rotation>("payments"))!.Layers[0].MembersFrom(file.Now));
    }

    [Fact]
    public async Task Who_is_added_in_the_very_file_that_begins_to_require_it_is_not_granted_it()
    {
        await file.ApplyAsync(Applying.Small);
        Assert.Single((await file.ApplyAsync(WithDora)).Errors);
    }

    [Fact]
    public async Task Who_came_while_it_was_not_required_is_not_granted_it_when_it_is_again()
    {
        await file.ApplyAsync(Requiring);
        await file.ApplyAsync(WithDora.Replace("    requires: first-time-on-call", "", StringComparison.Ordinal));
        Assert.Empty((await file.ApplyAsync(WithDora)).Errors);
        Assert.Empty(await EventsAsync("dora"));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\u200b")]
    public async Task Who_insists_gives_a_reason(string nothing)
    {
        await file.ApplyAsync(Requiring);
        var by = new ApplyOrigin("token:ops", "api") { AllowRetire = true, Insist = nothing };
        await Assert.ThrowsAsync<RefusedException>(() => file.ApplyAsync(Applying.Named(WithDora), file.Store, dryRun: false, by));
    }

    [Fact]
    public async Task A_person_in_the_escalation_is_a_new_entry_too()
    {
        await file.ApplyAsync(Requiring);
        var refused = await file.ApplyAsync(Requiring + "\n    escalation: [{to: primary, after: 0m}, {to: person:dora, after: 5m}]");
        Assert.Contains("Dora is not qualified", Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_insists_is_applied_and_audited_and_keeps_passing()
    {
        await file.ApplyAsync(Requiring);
        var by = new ApplyOrigin("token:ops", "api") { AllowRetire = true, Insist = "nobody else is in town" };
        Assert.Empty((await file.ApplyAsync(Applying.Named(WithDora), file.Store, dryRun: false, by)).Errors);
        var entry =
            Assert.Single(await file.Store.ListAsync<AuditRow>(IdRange.All, Ct), row => row.Value.Entry.Action == "training insist");
        Assert.Equal("nobody else is in town", entry.Value.Entry.Reason);
        // She is in the roster: the same file asks nothing again.
        Assert.Empty((await file.ApplyAsync(WithDora + "\n# again")).Errors);
    }

    [Fact]
    public async Task A_requirement_that_ends_lets_everybody_in()
    {
        await file.ApplyAsync(Requiring);
        await file.ApplyAsync(Applying.Small);
        Assert.Empty((await file.ApplyAsync(WithDora.Replace("    requires: first-time-on-call", "", StringComparison.Ordinal))).Errors);
    }

    [Fact]
    public async Task A_rotation_made_in_chat_requires_it_from_an_edit_on()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "create night owner payments members ana, ben from 2026-11-23");
        Assert.Contains("qualified by first-time-on-call: in the roster when it is first required.",
            await bot.SayAsync("dot", "edit night requires first-time-on-call"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "edit night requires first-time-on-call");
        Assert.StartsWith("No training program 'first'.", await bot.SayAsync("dot", "edit night requires first"), StringComparison.Ordinal);
        Assert.StartsWith("Eve Moe is not qualified for night.", await bot.SayAsync("dot", "edit night members ana, ben, eve"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "edit night members ana, ben, eve insist because nobody else is free");
        Assert.Contains("eve", (await bot.Store.FindAsync<Rotation>("night", Ct))!.Value.Layers[0].MembersFrom(bot.Clock.Now));
        await bot.ConfirmAsync("dot", "edit night requires none");
        Assert.DoesNotContain("not qualified", await bot.SayAsync("dot", "edit night members ana, ben, dot"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_insisted_on_is_named_at_the_handoff_with_the_lead_and_the_reason()
    {
        var bot = await TrainingBot.BeginAsync();
        await HandOverAsync(bot, "2026-11-20T10:00:00Z");
        await bot.ConfirmAsync("dot", "override payments eve 21 nov 9:00 to 21 nov 18:00 insist because nobody else is in town");
        await HandOverAsync(bot, "2026-11-21T09:00:00Z");
        var said = await bot.SaidAsync();
        Assert.Contains("Eve Moe. Dot Lead insisted: nobody else is in town", said, StringComparison.Ordinal);
        await HandOverAsync(bot, "2026-11-21T18:00:00Z");
        Assert.Equal(said.Split("insisted: nobody").Length, (await bot.SaidAsync()).Split("insisted: nobody").Length);
    }

    internal static async Task HandOverAsync(Bot bot, string at)
    {
        bot.Clock.Now = Cases.At(at);
        await new HandoffJob(bot.Store, new Schedules(bot.Store),
            new DueRotations(bot.Store, Microsoft.Extensions.Logging.Abstractions.NullLogger<DueRotations>.Instance),
            new OpenWork(bot.Store, new OrgChart(bot.Store)), Some.ReadFrom(bot.Clock)).RunAsync(bot.Clock.Now, Changes.Everything, Ct);
    }

    private async Task<IReadOnlyList<TrainingEvent>> EventsAsync(string person) =>
        (await file.FindAsync<Enrollment>(Enrollment.IdOf(person, "first-time-on-call", "payments")))?.Events ?? [];
}
