using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about calendar links. Never shareable: a link is a key.</summary>
public static class CalendarReplies
{
    public static Reply Links(string own, string? rotation, string? ofRotation) =>
        new(Text.Bold("Add this to your calendar, by its address:"))
        {
            Fields =
            [
                new("Your shifts", own),
                .. ofRotation is null ? [] : new[] { new Field($"All of {rotation}", ofRotation) },
            ],
            Note = $"Keep it to yourself: whoever has it can read it. It is shown only now; ask again for one more device. "
                + $"A file that you import is never updated. `calendar reset` ends all your links.",
        };

    public static Reply Reset(int links, bool done) => (links, done) switch
    {
        (1, false) => new(Text.Bold("End your calendar link?") + " The calendar that uses it is not updated any more."),
        (_, false) => new(Text.Bold($"End your {links} calendar links?") + " The calendars that use them are not updated any more."),
        (1, true) => new(Text.Bold("Your calendar link has ended.") + $" For a new one: `calendar`"),
        _ => new(Text.Bold($"Your {links} calendar links have ended.") + $" For a new one: `calendar`"),
    };

    public static Reply NothingToReset() => new(Text.Bold("You have no calendar link.") + $" For one: `calendar`");
}
