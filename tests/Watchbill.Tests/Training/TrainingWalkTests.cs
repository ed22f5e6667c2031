using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>Somebody goes through a program by chat; every answer is read.</summary>
public sealed class TrainingWalkTests
{
    [Fact]
    public async Task A_new_hire_goes_from_the_first_item_to_the_qualification()
    {
        var bot = await TrainingBot.BeginAsync();
        var said = new List<string>();
        // Dot leads; ben is the mentor; eve learns.
        await SayAsync("ben", "training start eve payments");
        await SayAsync("dot", "training start eve payments mentor eve");
        await SayAsync("dot", "training start eve payments mentor ben");
        await ConfirmAsync("dot", "training start eve payments mentor ben");
        await SayAsync("eve", "my training");
        await SayAsync("eve", "training done architecture");
        await PressAsync("eve", "training-done", "eve/payments/first-time-on-call/access");
        await SayAsync("eve", "training sign eve access");
        await SayAsync("cai", "training sign eve access");
        await SayAsync("cai", "training status eve");
        await PressAsync("ben", "training-sign", "eve/payments/first-time-on-call/access");
        await SayAsync("eve", "training done architecture because drawn from memory");
        await SayAsync("ben", "training status eve");
        await SayAsync("ben", "training send-back eve architecture because the cache is missing");
        await SayAsync("eve", "training status");
        await SayAsync("eve", "training done architecture because with the cache");
        await SayAsync("ben", "training sign eve architecture");
        await ConfirmAsync("ben", "training sign eve architecture");
        await SayAsync("ben", "training sign eve");
        await SayAsync("ben", "training waive eve rollback because she did it elsewhere");
        await SayAsync("dot", "training waive eve rollback because she did it elsewhere");
        await ConfirmAsync("dot", "training waive eve rollback because she did it elsewhere");
        await SayAsync("eve", "training status");
        await SayAsync("dot", "training status eve");
        await SayAsync("eve", "training sign eve");
        await SayAsync("ben", "training sign eve");
        await ConfirmAsync("ben", "training sign eve");
        await SayAsync("ben", "training sign eve");
        await ConfirmAsync("dot", "training sign eve");
        await SayAsync("eve", "training status");
        await SayAsync("dot", "training report payments");
        await SayAsync("ben", "training report payments");
        Golden.Matches("training/walk", string.Join("\n\n", said) + "\n");
        Golden.Matches("training/walk-said", await bot.SaidAsync() + "\n");
        Assert.Equal(["ben", "dot"], (await bot.ProgressAsync("eve"))!.By);

        async Task SayAsync(string person, string text) => said.Add($"> {person}: {text}\n{await bot.SayAsync(person, text)}");
        async Task ConfirmAsync(string person, string text) => said.Add($"> {person} confirms\n{await bot.ConfirmAsync(person, text)}");
        async Task PressAsync(string person, string action, string value) =>
            said.Add($"> {person} presses {action} {value}\n{await bot.PressAsync(person, action, value)}");
    }

    [Fact]
    public async Task Where_no_mentor_was_named_anybody_who_is_qualified_signs_but_the_qualification_takes_two_people()
    {
        var bot = await TrainingBot.BeginAsync();
        Assert.Contains("⚠ No mentor: anybody who is qualified signs. Better: `training start eve payments mentor ana`",
            await bot.SayAsync("dot", "training start eve payments"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "training start eve payments");
        await bot.SayAsync("eve", "training done access");
        Assert.StartsWith("Signed: Have access", await bot.ConfirmAsync("cai", "training sign eve access"), StringComparison.Ordinal);
        foreach (var item in new[] { "architecture", "rollback" })
            await bot.ConfirmAsync("dot", $"training waive eve {item} because known");
        Assert.StartsWith("You signed as lead.", await bot.ConfirmAsync("dot", "training sign eve"), StringComparison.Ordinal);
        Assert.StartsWith("You have signed already. It takes two people", await bot.SayAsync("dot", "training sign eve"),
            StringComparison.Ordinal);
        Assert.StartsWith("Eve Moe is qualified for payments.", await bot.ConfirmAsync("ana", "training sign eve"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_waits_asks_its_signer_once_and_anew_only_with_other_evidence()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        await bot.SayAsync("eve", "training done architecture because drawn");
        bot.Clock.Now += Duration.FromHours(26);
        foreach (var again in new[] { "training done architecture because drawn", "training done architecture" })
            Assert.Equal("Describe the architecture waits for Ben Ode to sign it, since yesterday 10:00. They are not asked again.",
                await bot.SayAsync("eve", again));
        Assert.Equal(1, Asked(await bot.SaidAsync()));
        await bot.SayAsync("eve", "training done architecture because drawn with the cache");
        Assert.Equal(2, Asked(await bot.SaidAsync()));

        static int Asked(string said) => said.Split("Sign off for Eve Moe: Describe the architecture?").Length - 1;
    }

    /// <summary>Who says it, and how the answer begins: eve is in training, ana was granted it, dot leads, new is of the team.</summary>
    [Theory]
    [InlineData("eve", "You: 0 of 5 steps for payments")]
    [InlineData("ana", "You are qualified for payments since")]
    [InlineData("dot", "You are in no training. For those you lead: `training report`")]
    [InlineData("new", "You are in no training. Ask Dot Lead to begin it: `training start new payments`")]
    [InlineData("out", "You are in no training. A lead of the rotation begins it: `training start out <rotation>`")]
    public async Task Training_alone_is_ones_own_checklist(string person, string says)
    {
        var bot = await TrainingBot.BeginAsync();
        var team = (await bot.Store.FindAsync<Team>("payments", TestContext.Current.CancellationToken))!;
        await bot.Store.SaveAsync([Write.Replace(team, team.Value with { Members = [.. team.Value.Members, "new"] }),
            .. new[] { "new", "out" }.Select(id => Write.Create(id, new Person(id, id) { TimeZone = "Europe/Lisbon" }))],
            TestContext.Current.CancellationToken);
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        Assert.StartsWith(says, await bot.SayAsync(person, "training"), StringComparison.Ordinal);
        Assert.StartsWith("Commands of training, by example.", await bot.SayAsync(person, "help training"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fay", "Fay Oh is not qualified for payments, so they cannot be a mentor there.")]
    [InlineData("cai", "Train Eve Moe for payments?")]
    // A lead is one without it.
    [InlineData("dot", "Train Eve Moe for payments?")]
    public async Task A_mentor_is_qualified_or_leads(string mentor, string says)
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.Store.SaveAsync([Write.Create("fay", new Person("fay", "Fay Oh") { TimeZone = "Europe/Lisbon" })],
            TestContext.Current.CancellationToken);
        Assert.StartsWith(says, await bot.SayAsync("dot", $"training start eve payments mentor {mentor}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drills_alone_lists_them() => Assert.StartsWith("6 scenarios to play",
        await (await TrainingBot.BeginAsync()).SayAsync("eve", "drills"), StringComparison.Ordinal);

    [Fact]
    public async Task A_lapse_is_warned_of_once_two_weeks_ahead_and_takes_nobody_out_of_the_roster()
    {
        var bot = await TrainingBot.BeginAsync();
        var granted = bot.Clock.Now;
        // Ben works all of it: 90 days for the others, longer than two rounds of three weeks.
        await Roster.OverrideAsync(bot.Store, "payments", "ben", "2026-11-20T10:00:00Z", "2027-06-01T00:00:00Z");
        bot.Clock.Now = granted + Duration.FromDays(90 - 14) - Duration.FromSeconds(1);
        await bot.LookAsync();
        Assert.DoesNotContain("lapse", await bot.SaidAsync(), StringComparison.Ordinal);
        bot.Clock.Now = granted + Duration.FromDays(90 - 14);
        await bot.LookAsync();
        await bot.LookAsync();
        Assert.Equal(1, Told(await bot.SaidAsync(), "person:cai"));
        bot.Clock.Now = granted + Duration.FromDays(90);
        await bot.LookAsync();
        await bot.LookAsync();
        Assert.Equal(2, Told(await bot.SaidAsync(), "person:cai"));
        Assert.Equal(TrainingState.Lapsed, (await bot.ProgressAsync("cai"))!.State);
        Assert.Contains("cai", TrainingBot.Payments.Layers[0].MembersAt(bot.Clock.Now));

        static int Told(string said, string to) => said.Split('\n').Count(line => line.StartsWith(to, StringComparison.Ordinal));
    }
}
