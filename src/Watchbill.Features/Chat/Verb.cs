using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A slice of the bot: what it understands. Registered by hand in Features.cs.</summary>
public interface ICommands
{
    IReadOnlyList<Verb> Verbs { get; }

    /// <summary>Buttons that are not a verb, by action.</summary>
    IReadOnlyList<PressHandler> Presses => [];

    /// <summary>What it has for a person's home.</summary>
    IReadOnlyList<HomePart> Home => [];
}

/// <summary>
/// One thing to say to the bot. <paramref name="Usage"/> is parser, help and manifest source at once:
/// words as they are, <c>&lt;argument&gt;</c>, and <c>[optional part]</c>: <c>override &lt;rotation&gt; &lt;person&gt; &lt;span&gt;
/// [because &lt;text&gt;]</c>.
/// </summary>
public sealed record Verb(string Group, string Usage, string Summary, Func<Call, CancellationToken, Task<Answer>> RunAsync)
{
    /// <summary>
    /// The group and the words before the first argument: <c>oncall override</c>. Also the id of the form that asks for its arguments.
    /// </summary>
    public string Id { get; } = string.Join(' ', [Group, .. Usage.Split(' ').TakeWhile(word => word[0] is not ('<' or '['))]);

    /// <summary>
    /// What arguments are chosen from in a form, by argument, for who asks and with what the form says already; null: all are typed.
    /// </summary>
    public Func<Call, CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>>>? ChoicesAsync { get; init; }

    /// <summary>How it reads its arguments.</summary>
    public ArgumentReads Reads { get; init; } = [];

    /// <summary>What its arguments ask for where their names say something else elsewhere, or nothing.</summary>
    public IReadOnlyDictionary<string, FieldKind> Kinds { get; init; } = new Dictionary<string, FieldKind>();

    /// <summary>Its own form, once its required arguments are known; null: one field for each argument.</summary>
    public Func<Call, CancellationToken, Task<Form>>? FormAsync { get; init; }

    /// <summary>A second way to type it that no reader of its usage would guess; null: there is none.</summary>
    public string? Also { get; init; }

    /// <summary>Whether it only looks: then it may be suggested behind a button.</summary>
    public bool Looks { get; init; }

    /// <summary>Whether what it plans may be done without being asked back; of any other a preview comes first.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Whether the group's name alone asks for it; of other groups it asks for help.</summary>
    public bool IsOfGroup { get; init; }

    /// <summary>The argument that names what is not there yet, or no longer: nothing can be offered for it. Null: there is none.</summary>
    public string? Typed { get; init; }
}

/// <summary>Answers presses of one action. The value is the button's.</summary>
public sealed record PressHandler(string Action, Func<Call, string, CancellationToken, Task<Answer>> RunAsync);

/// <summary>One command as it is worked out: who asks, from where, with what, and when.</summary>
/// <param name="Now">Read once from the clock. What is true is true at this instant.</param>
/// <param name="AskedAt">When the words were typed: phrases such as "for 2h" count from here. Earlier than now while a preview is
/// confirmed.</param>
public sealed record Call(Caller Caller, Arguments Arguments, Instant Now, Instant AskedAt);

/// <summary>Who asks and from where.</summary>
/// <param name="Person">Id of the person; the adapter has made sure of it.</param>
/// <param name="Conversation">The platform's id of the channel; null in a direct message.</param>
public sealed record Caller(string Person, PlatformId Platform, string? Conversation)
{
    /// <summary>
    /// Whether only their e-mail address says who this is: no pay and no admin rights until the organisation file names the account.
    /// </summary>
    public bool ByMail { get; init; }

    /// <summary>
    /// The platform's own id of what it sent, where the same may arrive twice: what is done at once for it is done once. Null: it may not.
    /// </summary>
    public string? Sent { get; init; }

    /// <summary>
    /// The zone in which the platform shows them times, asked only where it matters; null: that of the organisation file.
    /// </summary>
    public Func<CancellationToken, ValueTask<DateTimeZone?>>? ShownInAsync { get; init; }

    /// <summary>When it arrived, where it waited for a host that was down: what was in time then still is. Null: now.</summary>
    public Instant? At { get; init; }
}

/// <summary>The arguments of a command by name, as typed. An argument that was left out is null.</summary>
public sealed class Arguments(IReadOnlyDictionary<string, string> values)
{
    public static Arguments None { get; } = new(new Dictionary<string, string>());

    public IReadOnlyDictionary<string, string> Values => values;

    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>An argument that the usage string requires.</summary>
    public string Required(string name) =>
        this[name] ?? throw new ArgumentException($"The usage string does not require '{name}'.", nameof(name));
}
