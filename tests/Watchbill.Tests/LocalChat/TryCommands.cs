using NodaTime;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

/// <summary>One command for each kind of reply.</summary>
public sealed class TryCommands : ICommands
{
    private static readonly Instant Until = Instant.FromUtc(2026, 11, 23, 9, 0);

    public TryCommands()
    {
        Verbs =
        [
            new("oncall", "now [<rotation>]", "Who is on call", (_, _) => Answer(Now)),
            new("oncall", "me", "Your shifts", (_, _) => Answer(Shifts)),
            new("oncall", "say <text>", "Says it back",
                (call, _) => Answer(new Reply(call.Arguments.Values.Values.FirstOrDefault() ?? ""))),
            new("oncall", "shout <text>", "Says it to everyone",
                (_, _) => Answer(new Reply("Ben is on call now.") { Audience = Audience.Everyone })),
            new("oncall", "ask", "Asks for input", (_, _) => Answer(Ask)),
            new("oncall", "refuse", "Refuses",
                (_, _) => throw new RefusedException("No rotation `paymets`. Did you mean `payments`?")),
            new("budget", "report", "Draws a line", (_, _) => Answer(Line)),
        ];
    }

    public static Reply Now { get; } = new($"{new Mention("ana", "Ana Silva")} is on call for payments until {Until}.")
    {
        Fields = [new("Primary", "Ana Silva"), new("Until", $"{Until:time}")],
        Actions = [new("Share", "try.share", "payments"), new("Hand over", "try.press", "7") { Style = ButtonStyle.Primary },
            new("Drop", "try.press", "8") { Style = ButtonStyle.Danger }],
    };

    public static Reply Shifts { get; } = new("Your next shifts.") { Table = new(["From", "Layer"], [[$"{Until}", "primary"]]) };

    public static Reply Ask { get; } = new("One thing is missing.")
    {
        Form = new("try", "Override", [
            new("person", "Person")
            {
                Value = "bob",
                Error = "No person `bob`. Did you mean `ben`?",
                Options = [new("ben", "Ben Ode")],
            },
            new("why", "Reason") { Optional = true, Multiline = true, Hint = "Kept in the audit log." },
        ]),
    };

    public static Reply Line { get; } = new("Budget left.") { Chart = new("Budget left", ["Mon", "Tue"], [92.5m, 80], "%") };

    /// <summary>How often anything ran at all.</summary>
    public int Ran { get; private set; }

    public IReadOnlyList<Verb> Verbs { get; }

    public IReadOnlyList<PressHandler> Presses => [new("try.press", (_, value, _) => Answer(new Reply($"Pressed {value}.")))];

    private Task<Answer> Answer(Reply reply)
    {
        Ran++;
        return Task.FromResult<Answer>(reply);
    }
}
