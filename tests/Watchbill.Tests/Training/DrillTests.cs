using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>A tabletop in the channel: ben is the game master, eve learns and plays primary, cai secondary.</summary>
public sealed class DrillTests
{
    private static readonly DrillScenario Scenario = new("outage", "An outage")
    {
        Stages =
        [
            new("page", "You are paged.")
            {
                Clues = [new("graph", "the graph", "It rises.") { Key = true }, new("mail", "the mail", "Nothing.")],
                Ideal = "Look first.",
                Hint = "What changed?",
            },
            new("fix", "It is the release.") { Clues = [new("back", "the rollback", "Five minutes.") { Key = true }] },
        ],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_played_with_buttons_and_every_word_is_read()
    {
        var bot = await BeginAsync();
        var said = new List<string>();
        await SayAsync("eve", "training drill bad-push payments");
        await SayAsync("ben", "training drill bad-psh payments");
        await SayAsync("ben", "training drill bad-push payments");
        said.Add($"> ben confirms\n{await bot.ConfirmAsync("ben", "training drill bad-push payments")}");
        await SayAsync("dot", "training drill lost-zone payments");
        await PressAsync("ben", "drill-primary", "000001");
        await PressAsync("eve", "drill-primary", "000001");
        await PressAsync("cai", "drill-primary", "000001");
        await PressAsync("cai", "drill-secondary", "000001");
        await PressAsync("eve", "drill-tell", "000001/page/changes");
        await PressAsync("ben", "drill-tell", "000001/page/changes");
        await PressAsync("ben", "drill-tell", "000001/page/changes");
        await PressAsync("ben", "drill-hint", "000001");
        bot.Clock.Now += Duration.FromMinutes(8);
        await PressAsync("ben", "drill-next", "000001/0");
        await PressAsync("ben", "drill-next", "000001/0");
        await SayAsync("cai", "training drill note nobody knew whether a rollback is safe");
        await SayAsync("eve", "training drill learned say in the runbook who may roll back");
        await SayAsync("eve", "training drill runbook checkout HighErorRate");
        await SayAsync("eve", "training drill runbook checkout HighErrorRate");
        bot.Clock.Now += Duration.FromMinutes(12);
        await PressAsync("eve", "drill-end", "000001");
        await PressAsync("ben", "drill-end", "000001");
        await PressAsync("ben", "drill-next", "000001/1");
        await SayAsync("ana", "training drill learned page the release manager");
        await SayAsync("eve", "training drills payments");
        Golden.Matches("training/drill", string.Join("\n\n", said) + "\n");
        Golden.Matches("training/drill-said", await bot.SaidAsync() + "\n");

        async Task SayAsync(string person, string text) => said.Add($"> {person}: {text}\n{await bot.SayAsync(person, text)}");
        async Task PressAsync(string person, string action, string value) =>
            said.Add($"> {person} presses {action} {value}\n{await bot.PressAsync(person, action, value)}");
    }

    [Fact]
    public async Task It_is_the_evidence_of_the_first_open_drill_of_the_checklist_and_counts_once_that_is_signed()
    {
        var bot = await BeginAsync();
        await PlayAsync(bot);
        var progress = (await bot.ProgressAsync("eve"))!;
        var item = progress.Items.Single(one => one.Item.Id == "tabletop");
        Assert.Equal((ItemState.Done, "tabletop-1: Errors after a release, as primary"), (item.State, item.Evidence));
        Assert.False(progress.Shares.Drilled);
        Assert.Contains("person:ben: Sign off for Eve Moe: Play primary in a tabletop drill? Evidence: tabletop-1", await bot.SaidAsync(),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("ben", "training sign eve tabletop");
        Assert.True((await bot.ProgressAsync("eve"))!.Shares.Drilled);
        Assert.Null(await bot.ProgressAsync("cai") is { } other && other.Enrollment.Events.Any(one => one.What == TrainingStep.Done)
            ? "the secondary's, too" : null);
    }

    [Fact]
    public async Task A_program_without_a_drill_counts_the_drill_itself()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        await PlayAsync(bot);
        Assert.True((await bot.ProgressAsync("eve"))!.Shares.Drilled);
    }

    [Fact]
    public async Task A_runbook_that_was_gone_through_is_reviewed()
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("ben", "training drill bad-push payments");
        await bot.SayAsync("eve", "training drill runbook checkout HighErrorRate");
        var use = Assert.Single((await bot.Store.FindAsync<RunbookUses>("checkout", Ct))!.Value.Uses);
        Assert.Equal((bot.Clock.Now, "eve"), (use.ReviewedAt!.Value, use.ReviewedBy));
    }

    [Fact]
    public async Task One_runs_with_a_rotation_at_a_time_and_one_that_nobody_ended_is_over_after_twelve_hours()
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("ben", "training drill bad-push payments");
        Assert.StartsWith("tabletop-1 runs with payments. Ben Ode or a lead ends it first.",
            await bot.SayAsync("dot", "training drill lost-zone payments"), StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromHours(12);
        Assert.StartsWith("tabletop-1 is over.", await bot.PressAsync("eve", "drill-primary", "000001"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "training drill lost-zone payments");
        Assert.Equal(["000001", "000002"], (await bot.Store.ListAsync<Drill>(IdRange.All, Ct)).Select(read => read.Id));
    }

    /// <summary>Who, what, and whether they may: eve learns, ben is the game master, dot leads, out belongs to no team.</summary>
    [Theory]
    [InlineData("training drill bad-push payments", "ben dot cai")]
    [InlineData("training drills", "eve ben dot cai out")]
    [InlineData("{training drill|scenario=bad-push;rotation=payments", "ben dot cai")]
    [InlineData("{training drills|rotation=payments", "eve ben dot cai out")]
    [InlineData("{training drill note|text=something", "eve ben dot cai out")]
    [InlineData("{training drill learned|text=something", "eve ben dot cai out")]
    [InlineData("{training drill runbook|service=checkout;alert=HighErrorRate", "eve ben dot cai out")]
    [InlineData("/drill-primary 000001", "eve dot cai out")]
    [InlineData("/drill-secondary 000001", "eve dot cai out")]
    [InlineData("/drill-tell 000001/page/errors", "ben")]
    [InlineData("/drill-hint 000001", "ben")]
    [InlineData("/drill-next 000001/0", "ben")]
    [InlineData("/drill-end 000001", "ben dot")]
    [InlineData("training drill note something", "eve ben dot cai out")]
    [InlineData("training drill learned something", "eve ben dot cai out")]
    [InlineData("training drill runbook checkout HighErrorRate", "eve ben dot cai out")]
    public async Task Each_does_what_is_theirs(string said, string allowed)
    {
        foreach (var person in new[] { "eve", "ben", "dot", "cai", "out" })
        {
            var bot = await BeginAsync();
            await bot.Store.SaveAsync([Write.Create("out", new Organization.Person("out", "Out Sider") { TimeZone = "Europe/Lisbon" })],
                Ct);
            if (!said.Contains("bad-push", StringComparison.Ordinal)) await bot.ConfirmAsync("ben", "training drill bad-push payments");
            var before = (await bot.Store.ListAsync<Drill>(IdRange.All, Ct)).Sum(read => 1 + read.Value.Events.Count);
            var caller = new Caller(person, Platforms.Slack, null);
            var reply = said.StartsWith('/') && said[1..].Split(' ') is [var action, var value]
                ? await bot.Router.PressAsync(action, value, caller, Ct)
                : said.StartsWith('{') && said[1..].Split('|') is [var form, var values]
                ? await bot.Router.SubmitAsync(form,
                    values.Split(';').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]), caller, Ct)
                : await bot.AskAsync(person, said);
            var after = (await bot.Store.ListAsync<Drill>(IdRange.All, Ct)).Sum(read => 1 + read.Value.Events.Count);
            var may = after > before || reply.Table is not null || reply.Actions.Any(button => button.Action == Buttons.Confirm);
            Assert.True(allowed.Split(' ').Contains(person) == may, $"{person}: {said}: {Bot.Plain(reply)}");
        }
    }

    /// <summary>Minutes: the page at 0, the graph at 2, on at 5, the rollback never, over at 9.</summary>
    [Fact]
    public void The_walk_says_what_is_told_what_is_left_what_was_missed_and_how_long_each_part_took()
    {
        var at = Cases.At("2026-11-20T10:00:00Z");
        var walk = new DrillWalk(Scenario, new Drill(1, "outage", "payments", "ben", at));
        Assert.Equal(("page", false, 2, 0), (walk.Stage!.Id, walk.IsLast, walk.Left.Count, walk.Told.Count));
        walk = After(walk, 2, DrillStep.Told, "page/graph");
        Assert.Equal(("graph", "mail"), (Assert.Single(walk.Told).Id, Assert.Single(walk.Left).Id));
        walk = After(After(walk, 3, DrillStep.Hinted), 5, DrillStep.Next);
        Assert.Equal(("fix", true, 1, false), (walk.Stage!.Id, walk.IsLast, walk.Left.Count, walk.IsHinted));
        Assert.Equal([("graph", true), ("back", false)], walk.Path.Select(one => (one.Clue.Id, one.Found)));
        walk = After(walk, 9, DrillStep.Ended);
        Assert.Equal([5d, 4d], walk.Spent(at + Duration.FromHours(3)).Select(one => one.Took.TotalMinutes));

        DrillWalk After(DrillWalk before, int minute, DrillStep what, string? clue = null) => before with
        {
            Drill = before.Drill.With(new DrillEvent(at + Duration.FromMinutes(minute), "ben", what) { Clue = clue }),
        };
    }

    [Fact]
    public void Six_are_shipped_one_for_each_kind_of_outage_each_with_a_path_hints_and_a_debrief()
    {
        var all = ShippedScenarioFile.Read().All;
        Assert.Equal(["data", "dependency", "expiry", "infrastructure", "overload", "release"], all.Select(one => one.Outage).Order());
        Assert.All(all, one => Assert.NotNull(one.Debrief));
        Assert.All(all.SelectMany(one => one.Stages), stage =>
        {
            Assert.NotNull(stage.Ideal);
            Assert.NotNull(stage.Hint);
            Assert.Contains(stage.Clues, clue => clue.Key);
            // All have a button of their own, whose label is told from the others.
            Assert.Equal(stage.Clues.Count, stage.Clues.Select(clue => Buttons.Cut(Buttons.Capital(clue.Ask), 24)).Distinct().Count());
            Assert.InRange(stage.Clues.Count, 2, 8);
        });
    }

    [Fact]
    public async Task One_of_the_organisation_file_takes_the_place_of_a_shipped_one()
    {
        var bot = await BeginAsync();
        await bot.Store.SaveAsync([Write.Create("scenarios/bad-push", Organization.Policy.Of(Scenario with { Id = "bad-push" }))], Ct);
        var listed = await bot.SayAsync("ben", "training drills");
        Assert.StartsWith("6 scenarios to play", listed, StringComparison.Ordinal);
        Assert.Contains("An outage", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("Errors after a release", listed, StringComparison.Ordinal);
    }

    private static async Task PlayAsync(Bot bot)
    {
        await bot.ConfirmAsync("ben", "training drill bad-push payments primary eve secondary cai");
        await bot.PressAsync("ben", "drill-end", "000001");
    }

    // With the built-in program, whose practice has a drill.
    [Theory]
    [InlineData("ben", 1, 0)]
    [InlineData("dot", 1, 1)]
    public async Task Whoever_ends_it_reads_the_result_in_the_answer_and_the_others_who_played_in_a_message(
        string ends, int toEve, int toBen)
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("ben", "training drill bad-push payments");
        await bot.PressAsync("eve", "drill-primary", "000001");
        Assert.Contains("on the ideal path asked for", await bot.PressAsync(ends, "drill-end", "000001"), StringComparison.Ordinal);
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(read => read.Value)
            .Where(one => one.Reply.Text.ToString().Contains("on the ideal path", StringComparison.Ordinal)).ToList();
        Assert.Equal((toEve, toBen),
            (said.Count(one => one.To == Address.Person("eve")), said.Count(one => one.To == Address.Person("ben"))));
    }

    private static async Task<Bot> BeginAsync()
    {
        var bot = await TrainingBot.BeginAsync();
        var program = (await bot.Store.FindAsync<Organization.Policy>("training/first-time-on-call", Ct))!;
        var service = (await bot.Store.FindAsync<Organization.Service>("checkout", Ct))!;
        await bot.Store.SaveAsync(
        [
            Write.Replace(program, Organization.Policy.Of(BuiltInPrograms.Find(BuiltInPrograms.FirstTimeOnCall)!)),
            Write.Replace(service, service.Value with { Runbooks = [new("HighErrorRate", "https://runbooks.example.com/a")] }),
        ], Ct);
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        return bot;
    }
}
