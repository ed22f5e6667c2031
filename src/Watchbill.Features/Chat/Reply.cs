using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>What a command answers: a <see cref="Reply"/> to show, or a <see cref="Plan"/> to confirm first.</summary>
public abstract record Answer;

/// <summary>Something to show, in words that every platform can render.</summary>
public sealed record Reply(Text Text) : Answer
{
    public IReadOnlyList<Field> Fields { get; init; } = [];
    public Table? Table { get; init; }
    public Chart? Chart { get; init; }
    public IReadOnlyList<Button> Actions { get; init; } = [];
    public Form? Form { get; init; }

    /// <summary>How the figures above it are counted: it stands last, small.</summary>
    public Text? Note { get; init; }
    public Audience Audience { get; init; } = Audience.You;

    /// <summary>Whether the reader may pass this on with a Share button. Never for pay or absences.</summary>
    public bool Shareable { get; init; }

    /// <summary>What becomes of the message whose button was pressed.</summary>
    public Supersedes Supersedes { get; init; }

    /// <summary>Whether it takes the place of that message.</summary>
    /// <param name="isOwn">Whether only the reader sees the message.</param>
    public bool Replaces(bool isOwn) => Supersedes == Supersedes.Message || Supersedes == Supersedes.OwnMessage && isOwn;

    /// <summary>
    /// The reply as it may be said where others read along: worded for them, and without buttons but those that only look something up.
    /// Null: it is for its reader alone.
    /// </summary>
    public Reply? Aloud()
    {
        if (Form is not null) return null;
        if (Audience == Audience.Everyone) return this;
        return !Shareable ? null
            : this with { Audience = Audience.Everyone, Actions = [.. Actions.Where(button => button.Action == Buttons.Run)] };
    }

    /// <summary>Whether somebody is notified by it, and not only named.</summary>
    public bool Notifies() => Mentions().Any(mention => !mention.Quiet);

    /// <summary>The people whom it mentions, by id.</summary>
    public IEnumerable<string> Mentioned() => Mentions().Select(mention => mention.Person);

    private IEnumerable<Mention> Mentions() =>
        new[] { Text }.Concat(Fields.Select(field => field.Value)).Concat((Table?.Rows ?? []).SelectMany(row => row))
            .SelectMany(text => text.Parts).OfType<Mention>();
}

/// <summary>Who sees a reply.</summary>
public enum Audience
{
    You,
    Everyone,
}

/// <summary>What a reply takes the place of.</summary>
public enum Supersedes
{
    /// <summary>The message whose button was pressed still holds.</summary>
    Nothing,

    /// <summary>The reply says all that the message said and more: it takes its place where only the reader sees it.</summary>
    OwnMessage,

    /// <summary>The same wherever the message stands, whoever reads it.</summary>
    Message,
}

/// <summary>A name and its value, shown side by side.</summary>
public sealed record Field(string Name, Text Value);

/// <summary>A button. <paramref name="Value"/> is an id to be looked up again, never a decision.</summary>
/// <param name="Label">A verb and its object; what is longer than 24 characters is cut.</param>
public sealed record Button(string Label, string Action, string Value)
{
    /// <summary>The characters of a label, at most.</summary>
    public const int Most = 24;

    public string Label { get; init => field = Buttons.Cut(value, Most); } = Buttons.Cut(Label, Most);
    public string Action { get; init; } = Action;
    public string Value { get; init; } = Value;
    public ButtonStyle Style { get; init; }
}

/// <summary>How much a button stands out.</summary>
public enum ButtonStyle
{
    Plain,
    Primary,
    Danger,
}

/// <summary>
/// Asks for input. <paramref name="Id"/> names who takes the answer; <see cref="FormField.Value"/> keeps what was typed already.
/// </summary>
public sealed record Form(string Id, string Title, IReadOnlyList<FormField> Fields)
{
    /// <summary>What the button says that sends it; null: the title.</summary>
    public string? Act { get; init; }

    /// <summary>What its fields say already.</summary>
    public IReadOnlyDictionary<string, string> Filled() =>
        Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);

    /// <summary>Whether the title is a few words, and fits where there is room for so many letters.</summary>
    public bool IsShort(int letters) => Title.Length > 0 && Title.Length <= letters;

    /// <summary>The title where it fits, else the verb's own word.</summary>
    public string Brief(int letters) => Id[(Id.IndexOf(' ', StringComparison.Ordinal) + 1)..] is { Length: > 0 } verb && !IsShort(letters)
        ? Buttons.Capital(verb) : Title;
}

/// <summary>What an input asks for. Several: one of any of them.</summary>
[Flags]
public enum FieldKind
{
    Person = 1,
    Rotation = 2,
    Service = 4,
    Team = 8,
    Domain = 16,
    Layer = 32,
    Incident = 64,

    /// <summary>An objective of a service.</summary>
    Objective = 128,
    Date = 256,
    Time = 512,

    /// <summary>A date and a time.</summary>
    Moment = 1024,

    /// <summary>From one moment to another.</summary>
    Span = 2048,

    /// <summary>A stretch of time that has a name: <c>last month</c>.</summary>
    Period = 4096,

    /// <summary>How long: <c>30 min</c>.</summary>
    Length = 8192,
}

/// <summary>One input. Empty <see cref="Options"/>: free text.</summary>
public sealed record FormField(string Name, string Label)
{
    /// <summary>What is picked, on platforms that have a picker for it; null: words.</summary>
    public FieldKind? Kind { get; init; }
    public string? Value { get; init; }
    public string? Hint { get; init; }
    public bool Optional { get; init; }
    public bool Multiline { get; init; }

    /// <summary>Whether it is typed even so: it names what is not there yet, or no longer.</summary>
    public bool Typed { get; init; }
    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>The value as far as a command may be long; null: there is none.</summary>
    public string? Shown => Value is not { Length: > 0 } value ? null
        : value.Length > CommandText.MaxLength ? PlainWords.Line(value, CommandText.MaxLength) : value;

    /// <summary>What is wrong with the value; shown beside the field.</summary>
    public string? Error { get; init; }

    /// <summary>The local dates and times of which the value is made as a picker writes them; null: it is said otherwise.</summary>
    public IReadOnlyList<LocalDateTime>? Ends()
    {
        if (Value is not { Length: > 0 } value) return [];
        var ends = value.Split(" to ").Select(WrittenValues.DateTime).OfType<LocalDateTime>().ToList();
        return ends.Count == value.Split(" to ").Length ? ends : null;
    }

    /// <summary>
    /// How it is filled in, on platforms that have a picker for it: what was typed already and cannot be picked stays typed.
    /// </summary>
    public FieldInput Input => this switch
    {
        { Options.Count: > 0 } => FieldInput.Choice,
        { Typed: false, Kind: { } kind } when Choices.Has(kind) => FieldInput.Search,
        { Kind: FieldKind.Date } when Value is null or "" || WrittenValues.Date(Value) is not null => FieldInput.Date,
        { Kind: FieldKind.Time } when Value is null or "" || WrittenValues.Time(Value) is not null => FieldInput.Time,
        { Kind: FieldKind.Moment } when Ends() is { Count: 0 or 1 } => FieldInput.Moment,
        { Kind: FieldKind.Span } when Ends() is { Count: 0 or 2 } => FieldInput.Span,
        _ => FieldInput.Words,
    };
}

/// <summary>How a field is filled in.</summary>
public enum FieldInput
{
    Words,

    /// <summary>One of its options.</summary>
    Choice,

    /// <summary>One of what there is of its kind, looked up while somebody types.</summary>
    Search,
    Date,
    Time,
    Moment,
    Span,
}

/// <summary>A choice of a field.</summary>
public sealed record FormOption(string Value, string Label);
