using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about calendar links. Never shareable: a link is a key.</summary>
public static class CalendarReplies
{
    public static Reply Links(string own, string? rotation, string? ofRotation) =>
        new("Subscribe in your calendar to an address below (by URL; a file that you import is never updated). Keep it to yourself: " +
            "whoever has it can read it. "
            + "It is shown only now; ask again for one more device. 'calendar reset' ends all your links.")
        {
            Fields =
            [
                new("Your shifts", own),
                .. ofRotation is null ? [] : new[] { new Field($"All of {rotation}", ofRotation) },
            ],
        };

    public static Reply Reset(int links, bool done) => (links, done) switch
    {
        (1, false) => new("Your calendar link ends, and the calendar that uses it is not updated any more. For a new one: calendar"),
        (_, false) =>
            new($"Your {links} calendar links end, and the calendars that use them are not updated any more. For a new one: calendar"),
        (1, true) => new("Your calendar link has ended. For a new one: calendar"),
        _ => new($"Your {links} calendar links have ended. For a new one: calendar"),
    };

    public static Reply NothingToReset() => new("You have no calendar link, so there is nothing to end. For one: calendar");
}
