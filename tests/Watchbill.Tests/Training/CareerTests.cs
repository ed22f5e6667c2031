using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// The way to another role: ben's, whose team dot leads and mel manages; ana signs beside her. Nobody else hears of it, ada the admin
/// included.
/// </summary>
public sealed class CareerTests
{
    private const string Senior = "sre-junior-to-senior";
    private static readonly string[] Others = ["cai", "dot", "ada", "out"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_walked_by_its_person_and_signed_by_the_manager_and_one_other()
    {
        var bot = await BeginAsync();
        var said = new List<string>();
        await SayAsync("mel", $"training career ben {Senior} with ana");
        said.Add($"> mel confirms\n{await bot.ConfirmAsync("mel", $"training career ben {Senior} with ana")}");
        await SayAsync("ben", "training status");
        await SayAsync("ben", $"training done six-months {Senior} because https://wiki.example.com/ben");
        await SayAsync("ana", $"training sign ben six-months");
        await SayAsync("mel", $"training status ben for {Senior}");
        await SayAsync("mel", "training send-back ben six-months because two of them are of another team");
        await SayAsync("ben", $"training done six-months {Senior} because https://wiki.example.com/ben2");
        said.Add($"> mel signs\n{await bot.ConfirmAsync("mel", "training sign ben six-months")}");
        foreach (var item in new[] { "influence", "initiative", "communication", "feedback" })
        {
            await bot.SayAsync("ben", $"training done {item} {Senior} because see the wiki");
            var signer = CareerPrograms.All[0].Items.Single(one => one.Id == item).Signs == Signer.Manager ? "mel" : "ana";
            await bot.ConfirmAsync(signer, $"training sign ben {item}");
        }

        await SayAsync("mel", $"training sign ben {Senior}");
        said.Add($"> mel confirms\n{await bot.ConfirmAsync("mel", $"training sign ben {Senior}")}");
        await SayAsync("mel", $"training sign ben {Senior}");
        said.Add($"> ana signs\n{await bot.ConfirmAsync("ana", $"training sign ben {Senior}")}");
        await SayAsync("ben", $"training status ben for {Senior}");
        await SayAsync("mel", $"training career ben {Senior} with ana");
        Golden.Matches("training/career", string.Join("\n\n", said) + "\n");
        Golden.Matches("training/career-said", await bot.SaidAsync() + "\n");

        async Task SayAsync(string person, string text) => said.Add($"> {person}: {text}\n{await bot.SayAsync(person, text)}");
    }

    /// <summary>What somebody else says, and what it comes to: as though there were nothing.</summary>
    [Theory]
    [InlineData("training status ben")]
    [InlineData("training status ben for " + Senior)]
    [InlineData("training sign ben six-months")]
    [InlineData("training sign ben " + Senior)]
    [InlineData("training send-back ben six-months because no")]
    [InlineData("training waive ben six-months because no")]
    [InlineData("training report payments")]
    public async Task Nobody_else_finds_out_that_it_exists(string text)
    {
        var bot = await BeginAsync();
        // Without a training of ben's for payments.
        foreach (var person in Others)
        {
            var before = await bot.SayAsync(person, text);
            await bot.ConfirmAsync("mel", $"training career ben {Senior} with ana");
            await bot.SayAsync("ben", $"training done six-months {Senior} because x");
            Assert.Equal(before, await bot.SayAsync(person, text));
            bot = await BeginAsync();
        }
    }

    [Theory]
    [InlineData("/training-sign ben/-/" + Senior + "/six-months", "mel")]
    [InlineData("/training-sign ben/-/" + Senior + "/feedback", "ana")]
    [InlineData("/training-done ben/-/" + Senior + "/influence", "")]
    [InlineData("training sign ben six-months", "mel")]
    [InlineData("training sign ben feedback", "ana")]
    [InlineData("training send-back ben six-months because no", "mel")]
    [InlineData("training waive ben influence because she did", "mel")]
    [InlineData("training done influence " + Senior + " because x", "ben")]
    public async Task Each_does_what_is_theirs(string said, string allowed)
    {
        foreach (var person in (string[])["ben", "mel", "ana", .. Others])
        {
            var bot = await BeginAsync();
            await bot.ConfirmAsync("mel", $"training career ben {Senior} with ana");
            foreach (var item in new[] { "six-months", "feedback" }) await bot.SayAsync("ben", $"training done {item} {Senior} because x");
            var before = await EventsAsync(bot);
            var reply = said.StartsWith('/') && said[1..].Split(' ') is [var action, var value]
                ? await bot.Router.PressAsync(action, value, new Caller(person, Platforms.Slack, null), Ct)
                : await bot.AskAsync(person, said);
            var may = await EventsAsync(bot) > before || reply.Actions.Any(button => button.Action == Buttons.Confirm);
            Assert.True(allowed.Split(' ').Contains(person) == may, $"{person}: {said}: {Bot.Plain(reply)}");
        }
    }

    [Theory]
    [InlineData("cai", "ben", "ana", "Only Ben Ode or their manager begins it.")]
    [InlineData("ada", "ben", "ana", "Only Ben Ode or their manager begins it.")]
    [InlineData("ben", "ben", "ben", "It takes two people")]
    [InlineData("ben", "ben", "mel", "It takes two people")]
    [InlineData("ben", "ben", "ana", "Begin Ben Ode's way to senior SRE?")]
    [InlineData("mel", "ben", "ana", "Begin Ben Ode's way to senior SRE?")]
    public async Task Its_person_or_their_manager_begins_it_and_a_second_person_signs(string by, string person, string other, string says)
    {
        var bot = await BeginAsync();
        Assert.StartsWith(says, await bot.SayAsync(by, $"training career {person} {Senior} with {other}"), StringComparison.Ordinal);
        var form = await bot.Router.SubmitAsync("training career",
            new Dictionary<string, string> { ["person"] = person, ["program"] = Senior, ["signer"] = other },
            new Caller(by, Platforms.Slack, null), Ct);
        Assert.StartsWith(says, Bot.Plain(form), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_and_the_training_of_a_person_say_nothing_of_it()
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("mel", $"training career ben {Senior} with ana");
        await bot.SayAsync("ben", $"training done six-months {Senior} because x");
        await bot.ConfirmAsync("mel", "training sign ben six-months");
        Assert.DoesNotContain(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct),
            row => row.Value.Entry.Action.StartsWith("training", StringComparison.Ordinal));
        Assert.DoesNotContain(await new Qualifications(bot.Store, new Schedules(bot.Store)).OfPersonAsync("ben", bot.Clock.Now, Ct),
            one => one.Enrollment.Rotation is null);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_it_weekly()
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("mel", $"training career ben {Senior} with ana");
        var before = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count;
        bot.Clock.Now = Cases.At("2026-11-30T15:00:00Z");
        var schedules = new Schedules(bot.Store);
        await new NudgeJob(bot.Store, new Enrollments(bot.Store, new OrgChart(bot.Store), new Qualifications(bot.Store, schedules)))
            .RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(before, (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task A_rotation_requires_no_step_of_a_career()
    {
        var bot = await BeginAsync();
        await bot.ConfirmAsync("dot", "create night owner payments members ana, ben from 2026-11-23");
        Assert.StartsWith($"No training program '{Senior}'.", await bot.SayAsync("dot", $"edit night requires {Senior}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Both_steps_ask_for_six_months_influence_communication_feedback_and_initiative_and_the_second_for_who_was_mentored()
    {
        string[] both = ["communication", "feedback", "influence", "initiative", "six-months"];
        Assert.Equal(both, CareerPrograms.All[0].Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.Equal([.. both.Append("mentored").Order(StringComparer.Ordinal)],
            CareerPrograms.All[1].Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.All(CareerPrograms.All.SelectMany(program => program.Items), item => Assert.NotNull(item.Signs));
    }

    private static async Task<int> EventsAsync(Bot bot) =>
        (await bot.Store.ListAsync<Enrollment>(IdRange.Prefix("ben/-/"), Ct)).Sum(read => read.Value.Events.Count);

    private static async Task<Bot> BeginAsync()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        var team = (await bot.Store.FindAsync<Team>("payments", Ct))!;
        await bot.Store.SaveAsync(
        [
            .. new[] { "mel Mel Poe", "out Out Sider" }.Select(one => one.Split(' ', 2))
                .Select(one => Write.Create(one[0], new Person(one[0], one[1]) { TimeZone = "Europe/Lisbon" })),
            Write.Create("ada", new Person("ada", "Ada Admin") { TimeZone = "Europe/Lisbon", Admin = true }),
            Write.Replace(team, team.Value with { Manager = "mel" }),
        ], Ct);
        return bot;
    }
}
