using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Payments requires a program and pages, after its own people, whoever is on call for backup, which requires none: nobody enters backup
/// who is not qualified for payments. Decision 0197.
/// </summary>
public sealed class EscalationGateTests
{
    private const string Via = "is not qualified for payments, which escalates to backup. Missing: first-time-on-call, not started.";

    private static readonly string Requiring = Applying.Small
        .Replace("members: [ana, ben]}]", "members: [ana, ben]}]\n    requires: first-time-on-call", StringComparison.Ordinal);

    private readonly Applying file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[ana, ben]", "", null)]
    [InlineData("[ana, cai]", "", "Cai")]
    // It answers for its people itself.
    [InlineData("[ana, cai]", "requires: first-time-on-call", null)]
    public async Task A_file_that_begins_to_escalate_to_a_rotation_asks_for_its_people(string members, string requires, string? refused)
    {
        await file.ApplyAsync(Requiring + Backup(members, requires));
        var applied = await file.ApplyAsync(Escalating() + Backup(members, requires));
        Assert.Equal(refused is null ? [] : [$"{refused} {Via}"],
            applied.Errors.Select(error => error.ToString()).Select(error => error[error.IndexOf(refused!, StringComparison.Ordinal)..]
                [..$"{refused} {Via}".Length]));
    }

    [Theory]
    [InlineData("[ana, ben, cai]", "")]
    [InlineData("[ana, ben, cai, dora]", "requires: first-time-on-call")]
    public async Task Who_enters_it_later_and_whoever_is_in_it_once_it_requires_nothing_is_asked_too(string members, string requires)
    {
        await file.ApplyAsync(Escalating() + Backup(requires.Length == 0 ? "[ana, ben]" : members, requires));
        var refused = (await file.ApplyAsync(Escalating() + Backup(members, ""))).Errors;
        Assert.Equal(requires.Length == 0 ? 1 : 2, refused.Count);
        Assert.All(refused, error => Assert.Contains(Via, error.ToString(), StringComparison.Ordinal));
        var by = new ApplyOrigin("token:ops", "api") { AllowRetire = true, Insist = "nobody else is in town" };
        Assert.Empty((await file.ApplyAsync(Applying.Named(Escalating() + Backup(members, "")), file.Store, dryRun: false, by)).Errors);
        // Reached already: the same file asks nothing again.
        Assert.Empty((await file.ApplyAsync(Escalating() + Backup(members, "") + "\n# again")).Errors);
    }

    [Fact]
    public async Task An_override_of_it_takes_the_qualified_and_its_own_people_alone_unless_a_lead_insists()
    {
        var bot = await EscalatingAsync();
        Assert.StartsWith($"Eve Moe {Via}", await bot.SayAsync("dot", "override backup eve sat"), StringComparison.Ordinal);
        Assert.StartsWith("Put Dot Lead on call", await bot.SayAsync("dot", "override backup dot sat"), StringComparison.Ordinal);
        Assert.StartsWith("Put Eve Moe on call", await bot.SayAsync("dot", "override other eve sat"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "override backup eve 21 nov 9:00 to 21 nov 18:00 insist because nobody else is in town");
        Assert.Contains(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct),
            row => row.Value.Entry is { Action: "training insist", Subject: "rotation/payments", New: "eve without first-time-on-call" });
        foreach (var at in new[] { "2026-11-20T10:00:00Z", "2026-11-21T09:00:00Z" }) await RequirementTests.HandOverAsync(bot, at);
        Assert.Contains("Eve Moe. Dot Lead insisted: nobody else is in town", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_in_chat_asks_for_whoever_enters_it_and_for_all_once_it_requires_nothing()
    {
        var bot = await EscalatingAsync();
        await bot.ConfirmAsync("dot", "create night owner payments members ana, ben from 2026-11-23");
        await EscalateAsync(bot, "night");
        const string Night = "Eve Moe is not qualified for payments, which escalates to night.";
        Assert.StartsWith(Night, await bot.SayAsync("dot", "edit night members ana, ben, eve"), StringComparison.Ordinal);
        Assert.DoesNotContain("not qualified", await bot.SayAsync("dot", "edit night members ana, cai"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "edit night requires first-time-on-call");
        await bot.ConfirmAsync("dot", "edit night members ana, ben, eve insist because nobody else is free");
        Assert.StartsWith(Night, await bot.SayAsync("dot", "edit night requires none"), StringComparison.Ordinal);
    }

    private static string Escalating() =>
        Requiring + "\n    escalation: [{to: primary, after: 0m}, {to: \"rotation:backup\", after: 5m}]";

    private static string Backup(string members, string requires) => $$"""

          - id: backup
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: {{members}}}]
            {{requires}}
        """;

    // Dot is in the roster of backup and not qualified; nothing escalates to other.
    private static async Task<Bot> EscalatingAsync()
    {
        var backup = Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "ana", "dot"));
        var bot = await TrainingBot.BeginAsync(backup with { Id = "backup" }, backup with { Id = "other" });
        await EscalateAsync(bot, "backup");
        return bot;
    }

    private static async Task EscalateAsync(Bot bot, string to)
    {
        var read = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, read.Value with
        {
            Escalation = [new("primary", Duration.Zero), new($"{EscalationPolicy.RotationPrefix}{to}", Duration.FromMinutes(5))],
        })], Ct);
    }
}
