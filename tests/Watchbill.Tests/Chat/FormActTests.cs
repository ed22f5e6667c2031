using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Chat;

/// <summary>What the button says that sends a form, and that it does no more than it says.</summary>
public sealed class FormActTests
{
    [Theory]
    [InlineData("override payments", "Preview override")]
    [InlineData("training start", "Preview start")]
    [InlineData("incident postmortem publish", "Preview postmortem")]
    [InlineData("incident declare", "Declare")]
    [InlineData("swap accept", "Accept swap")]
    [InlineData("incident postmortem done", "Save postmortem done")]
    [InlineData("schedule", "Show answer")]
    public async Task A_form_says_whether_its_command_previews_acts_or_answers(string typed, string act)
    {
        var bot = await Bot.WithAsync(Roster.Payments);
        Assert.Equal(act, (await bot.AskAsync("dot", typed)).Form!.Act);
    }

    [Fact]
    public async Task Each_fits_on_a_button()
    {
        var bot = await Bot.WithAsync(Roster.Payments);
        var asked = new List<Reply>();
        foreach (var verb in new Vocabulary(bot.Slices).Verbs) asked.Add(await bot.AskAsync("dot", verb.Id));
        var acts = asked.Where(reply => reply.Form is not null).Select(reply => reply.Form!.Act!).ToList();
        Assert.True(acts.Count > 30, string.Join(", ", acts));
        Assert.All(acts, act => Assert.InRange(act.Length, 1, Button.Most));
    }

    /// <summary>A button beneath an item may do at once what its command, typed or sent by a form, previews.</summary>
    [Theory]
    [InlineData(false, "Confirm")]
    [InlineData(true, null)]
    public async Task Only_a_verb_that_says_so_acts_at_once(bool atOnce, string? button)
    {
        var store = new MemoryStore();
        var router = new CommandRouter([new Sample(atOnce)], store, new FakeClock(Cases.At("2026-11-20T10:00:00Z")));
        var caller = new Caller("ana", Platforms.Local, null);
        var typed = await router.AskAsync("try", caller, TestContext.Current.CancellationToken);
        Assert.Equal(button, typed.Actions is [var first, ..] ? first.Label : null);
        Assert.Equal("Done.", (await router.PressAsync("try", "1", caller, TestContext.Current.CancellationToken)).Text.ToString());
    }

    private sealed class Sample(bool atOnce) : ICommands
    {
        private static readonly Task<Answer> Done = Task.FromResult<Answer>(
            new Plan(new Reply("Do it?"), new Reply("Done."), []) { AtOnce = true });

        public IReadOnlyList<Verb> Verbs => [new("oncall", "try", "A sample", (_, _) => Done) { AtOnce = atOnce }];

        public IReadOnlyList<PressHandler> Presses => [new("try", (_, _, _) => Done)];
    }
}
