using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Who may do what about the training of eve: dot leads, ben is her mentor, cai is qualified, and out belongs to no team.
/// </summary>
public sealed class TrainingRightsTests
{
    private const string Course = "eve/payments/first-time-on-call";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is said or, after a slash, pressed; then those who may.</summary>
    [Theory]
    [InlineData("training start out payments mentor ben", "dot")]
    [InlineData("training start eve payments mentor cai", "dot")]
    [InlineData("training status eve", "eve ben dot")]
    [InlineData("training done architecture because drawn", "eve")]
    [InlineData("training sign eve access", "ben dot")]
    [InlineData("/training-sign " + Course + "/access", "ben dot")]
    [InlineData("training sign eve rollback", "dot")]
    [InlineData("/training-sign " + Course + "/rollback", "dot")]
    // Not ready: items are missing.
    [InlineData("/training-qualify " + Course, "")]
    [InlineData("training send-back eve access because unclear", "ben dot")]
    [InlineData("training send-back eve rollback because unclear", "dot")]
    [InlineData("training waive eve architecture because known", "dot")]
    [InlineData("training report payments", "dot")]
    [InlineData("/training-done " + Course + "/architecture", "")]
    [InlineData("{training start|person=out;rotation=payments;mentor=ben", "dot")]
    [InlineData("{training done|item=architecture;text=drawn", "eve")]
    [InlineData("{training sign|person=eve;item=access", "ben dot")]
    [InlineData("{training send-back|person=eve;item=access;text=unclear", "ben dot")]
    [InlineData("{training waive|person=eve;item=architecture;text=known", "dot")]
    [InlineData("{training status|person=eve", "eve ben dot")]
    [InlineData("{training report|rotation=payments", "dot")]
    [InlineData("training debrief checkout-7 saw a made-sense b would-have c", "eve")]
    [InlineData("{training debrief|incident=checkout-7;seen=a;clear=b;instead=c", "eve")]
    // The three questions are no secret; whose answers they are is asked when they come.
    [InlineData("/training-debrief incident/checkout/7", "eve ben dot cai out")]
    [InlineData("/shadow-decline payments/2026-11-23T09:00:00Z/eve", "eve ben dot")]
    public async Task Each_does_what_is_theirs_and_nothing_else(string said, string allowed)
    {
        foreach (var person in new[] { "eve", "ben", "dot", "cai", "out" })
        {
            var bot = await BeginAsync();
            Assert.True(allowed.Split(' ').Contains(person) == await MayAsync(bot, person, said), $"{person}: {said}");
        }
    }

    /// <summary>Every verb, form and button of training is in a table of rights: here, of drills or of careers.</summary>
    [Fact]
    public async Task Nothing_of_training_is_without_a_row()
    {
        var bot = await TrainingBot.BeginAsync();
        var rows = new[] { typeof(TrainingRightsTests), typeof(DrillTests), typeof(CareerTests) }.SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>())
            .Select(row => row.Data[0] as string ?? "").ToList();
        var verbs = bot.Router.Verbs.Where(verb => verb.Group == "training").Select(verb => verb.Id).ToList();
        // Who begins a career has a table of its own, by who names whom.
        Assert.Equal(["training career"], verbs.Where(id => !rows.Exists(row => $"{row} ".StartsWith($"{id} ", StringComparison.Ordinal))));
        Assert.Equal(["training career"], verbs.Where(id => !rows.Exists(row => row.StartsWith($"{{{id}|", StringComparison.Ordinal))));
        string[] slices = ["training-", "drill-", "shadow-"];
        var actions =
            bot.Slices.SelectMany(slice => slice.Presses).Select(press => press.Action)
                .Where(action => slices.Any(slice => action.StartsWith(slice, StringComparison.Ordinal)));
        Assert.DoesNotContain(actions, action => !rows.Exists(row => row.StartsWith($"/{action} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("eve", false)]
    [InlineData("ben", true)]
    [InlineData("dot", true)]
    [InlineData("cai", false)]
    [InlineData("out", false)]
    public async Task The_qualification_is_signed_by_mentor_and_lead(string person, bool may)
    {
        var bot = await BeginAsync();
        foreach (var item in TrainingBot.Program.Items) await bot.ConfirmAsync("dot", $"training waive eve {item.Id} because known");
        Assert.Equal(may, await MayAsync(bot, person, "training sign eve"));
        Assert.Equal(may, await MayAsync(bot, person, "/training-qualify " + Course));
    }

    /// <summary>A word too many at the keyboard signs nothing: what is typed is shown, and done with Confirm.</summary>
    [Theory]
    [InlineData("training sign eve access", "Sign 'Have access' for Eve Moe?\n[Sign off] [Cancel]", "Signed: Have access, Eve.")]
    [InlineData("training waive eve architecture because she built it",
        "Waive 'Describe the architecture' for Eve Moe? Nobody signs it then. Reason: she built it\n[Waive item] [Cancel]",
        "Waived: Describe the architecture, Eve Moe.")]
    public async Task What_is_typed_about_somebody_elses_training_is_shown_first(string typed, string preview, string done)
    {
        var bot = await BeginAsync();
        var before = await EventsAsync(bot);
        Assert.Equal(preview, (await bot.SayAsync("dot", typed)).TrimEnd());
        Assert.Equal(before, await EventsAsync(bot));
        Assert.StartsWith(done, await bot.ConfirmAsync("dot", typed), StringComparison.Ordinal);
        Assert.Equal(before + 1, await EventsAsync(bot));
    }

    [Fact]
    public async Task Of_the_qualification_too_and_the_checklists_button_signs_it_with_one_press()
    {
        var bot = await BeginAsync();
        foreach (var item in TrainingBot.Program.Items) await bot.ConfirmAsync("dot", $"training waive eve {item.Id} because known");
        var before = await EventsAsync(bot);
        Assert.StartsWith("Sign Eve Moe's qualification for payments?", await bot.SayAsync("dot", "training sign eve"),
            StringComparison.Ordinal);
        Assert.Equal(before, await EventsAsync(bot));
        var button = (await bot.AskAsync("dot", "training status eve")).Actions.Single(action => action.Label == "Sign off");
        var pressed = await bot.Router.PressAsync(button.Action, button.Value, new Caller("dot", Platforms.Slack, null), Ct);
        Assert.StartsWith("You signed as lead.", Bot.Plain(pressed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainee_who_leads_signs_and_waives_nothing_of_their_own()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "training start dot payments mentor ben");
        await bot.SayAsync("dot", "training done access");
        foreach (var text in new[] { "training sign dot access", "training waive dot rollback because known", "training sign dot" })
            Assert.False(await MayAsync(bot, "dot", text), text);
        // The mentor signs, and there is no second lead: the domain's would do.
        Assert.StartsWith("Signed", await bot.ConfirmAsync("ben", "training sign dot access"), StringComparison.Ordinal);
    }

    // Access and rollback are done and wait for a signature.
    private static async Task<Bot> BeginAsync()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.Store.SaveAsync([Write.Create("out", new Person("out", "Out Sider") { TimeZone = "Europe/Lisbon" })], Ct);
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        await bot.SayAsync("eve", "training done access");
        await bot.SayAsync("eve", "training done rollback");
        // A shift that she shadows, and an incident of it that she was asked to look back at.
        var turn = new ShadowTurn("payments", "eve", "ben", Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-30T09:00:00Z"))
        {
            AddedAt = bot.Clock.Now,
            Asked = ["checkout/000007"],
        };
        await bot.Store.SaveAsync([Write.Create(turn.Id, turn)], Ct);
        return bot;
    }

    private static async Task<bool> MayAsync(Bot bot, string person, string said)
    {
        var before = await EventsAsync(bot);
        var caller = new Caller(person, Platforms.Slack, null);
        var reply = said.StartsWith('/') && said[1..].Split(' ') is [var action, var value]
            ? await bot.Router.PressAsync(action, value, caller, Ct)
            : said.StartsWith('{') && said[1..].Split('|') is [var form, var values]
            ? await bot.Router.SubmitAsync(form, values.Split(';').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]),
                caller, Ct)
            : await bot.AskAsync(person, said);
        return await EventsAsync(bot) > before || reply.Table is not null || said[0] == '/' && reply.Form is not null
            || reply.Actions.Any(button => button.Action == Buttons.Confirm)
            || (await bot.Store.ListAsync<ShadowTurn>(IdRange.All, Ct)).Any(read => read.Value.Declined);
    }

    private static async Task<int> EventsAsync(Bot bot) =>
        (await bot.Store.ListAsync<Enrollment>(IdRange.Prefix("eve/"), Ct)).Sum(read => read.Value.Events.Count);
}
