using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A chat platform's name and the form of its ids in the organisation file. Its adapter registers one.</summary>
/// <param name="Id">Also the key of the file under which its ids stand.</param>
/// <param name="Name">As people call it.</param>
public sealed record Platform(PlatformId Id, string Name)
{
    /// <summary>How the ids of people look.</summary>
    public IdShape Account { get; init; } = IdShape.Any;

    /// <summary>How the ids of channels look.</summary>
    public IdShape Channel { get; init; } = IdShape.Any;

    /// <summary>How the ids of user groups look; null: it has no groups that could follow who is on call.</summary>
    public IdShape? Group { get; init; }

    /// <summary>
    /// What is wrong with somebody whom the bot has not met there, and what to do about it; null: it speaks to everybody who has an
    /// account.
    /// </summary>
    public string? NotMet { get; init; }

    /// <summary>Settings that are set only where people talk to the bot there; while one is, the local chat is closed.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The key of the file under which the group of a rotation stands: <c>slackGroup</c>.</summary>
    public string GroupKey => GroupKeyOf(Id);

    /// <summary>The same for a platform of which only the name is known.</summary>
    public static string GroupKeyOf(PlatformId platform) => $"{platform}Group";
}

/// <summary>
/// How ids of one kind look on a platform: what cannot be one is refused while the file is read, not when somebody is told.
/// </summary>
/// <param name="Example">Shown where nothing better can be offered.</param>
/// <param name="Fits">Whether a text can be one.</param>
public sealed record IdShape(string Example, Func<string, bool> Fits)
{
    /// <summary>A sentence, after a blank, about where people find one; empty: they know.</summary>
    public string Where { get; init; } = "";

    /// <summary>What somebody meant who wrote it with marks around it, or in another case.</summary>
    public Func<string, string> Cleaned { get; init; } = text => text;

    /// <summary>Any text.</summary>
    public static IdShape Any { get; } = new("", _ => true);
}
