using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>The account that sent a request, before it is resolved to a person.</summary>
/// <param name="Account">Their id there.</param>
/// <param name="Conversation">The platform's id of the channel; null in a direct message.</param>
public sealed record Sender(PlatformId Platform, string Account, string? Conversation)
{
    /// <summary>The platform's id of what it sent, where the same may arrive twice; null: it may not.</summary>
    public string? Sent { get; init; }

    /// <summary>When it arrived, where it waited for a host that was down; null: now.</summary>
    public Instant? Arrived { get; init; }

    /// <summary>The person as the caller of a command.</summary>
    public Caller As(AccountHolder holder) => holder.In(Conversation) with { Sent = Sent, At = Arrived };
}

/// <summary>An answer and who reads it.</summary>
/// <param name="Reader">Null: nobody whom the organisation knows.</param>
/// <param name="Accounts">The accounts of the people whom it names, by person.</param>
/// <param name="At">When it was given.</param>
public sealed record Answered(Reply Reply, AccountHolder? Reader, IReadOnlyDictionary<string, string> Accounts, Instant At);

/// <summary>What a platform's adapter provides to the front desk.</summary>
/// <param name="ReadAsync">
/// What somebody typed there as plain words: mentions become ids of the organisation. Refuses a name that nobody has.
/// </param>
/// <param name="VouchAsync">What the platform vouches for about one of its accounts.</param>
public sealed record FrontDeskPlatform(
    Platform Platform, Func<string, CancellationToken, ValueTask<string>> ReadAsync,
    Func<string, CancellationToken, Task<ChatAccount>> VouchAsync);

/// <summary>
/// Resolves a platform's account to a person and its markup to plain words; nothing behind it knows the platform. Unknown accounts are
/// offered a link; our own failures are answered and logged. Reads the clock once per request.
/// </summary>
public sealed partial class FrontDesk(
    IEnumerable<FrontDeskPlatform> platforms, CommandRouter router, Accounts accounts, ChatLinks links, Prefill prefill, Choices choices,
    ReaderZones zones, IClock clock, ILogger<FrontDesk> log)
{
    /// <summary>The action of the button that links; its value is what was typed, as the platform wrote it, to go on with.</summary>
    public const string Link = "link";

    /// <summary>The action of the button that goes on with that.</summary>
    public const string GoOn = "go-on";

    // What a button can keep on every platform; whoever typed more types it again.
    private const int MaxKept = 1000;

    private const string Broken = "Watchbill failed to answer this; its log says why. Nothing is half done: try again.";

    private const int MaxQuote = 800;

    private static readonly IReadOnlyDictionary<string, string> Nobody = ReadOnlyDictionary<string, string>.Empty;

    // Their answer says all that the message said and more; after others the message still holds.
    private static readonly HashSet<string> Superseding = [Buttons.Confirm, Buttons.Cancel, Buttons.Run, Link, GoOn];

    private readonly Dictionary<PlatformId, FrontDeskPlatform> platforms = platforms.ToDictionary(one => one.Platform.Id);

    /// <summary>Answers words.</summary>
    public Task<Answered> AskAsync(Sender sender, string typed, CancellationToken ct) =>
        AnswerAsync(sender, typed, linking: false, (caller, _) => AskAsync(caller, typed, ct), ct);

    /// <summary>Answers a button, with the rights of who presses it.</summary>
    public async Task<Answered> PressAsync(Sender sender, PressPayload press, CancellationToken ct)
    {
        sender = sender with { Sent = press.Sent };
        var answered = press.Action is Link or GoOn
            ? await AnswerAsync(sender, press.Value, press.Action == Link, (caller, _) => AskAsync(caller, press.Value, ct), ct)
            : await AnswerAsync(sender, "", linking: false,
                (caller, _) => router.PressAsync(press.Action, press.Value, caller, ct), ct);
        return answered.Reply.Supersedes == Supersedes.Nothing && Superseding.Contains(press.Action)
            ? answered with { Reply = answered.Reply with { Supersedes = Supersedes.OwnMessage } } : answered;
    }

    /// <summary>Answers a form that was filled in.</summary>
    public Task<Answered> SubmitAsync(Sender sender, SubmissionPayload form, CancellationToken ct)
    {
        sender = sender with { Sent = form.Sent };
        return AnswerAsync(sender, "", linking: false, (caller, _) => router.SubmitAsync(form.Form, form.Values, caller, ct), ct);
    }

    /// <summary>Answers a shortcut: the form of its verb begins with what is known from where it is opened.</summary>
    /// <param name="quoted">A message it is opened on, as the platform wrote it; null: none.</param>
    /// <param name="link">Where that message stands; null: nobody knows.</param>
    public Task<Answered> OpenAsync(Sender sender, string verb, string? quoted, string? link, CancellationToken ct) =>
        AnswerAsync(sender, verb, linking: false, async (caller, now) =>
        {
            var reply = await AskAsync(caller, verb, ct);
            if (reply.Form is not { } form) return reply;
            var text = string.IsNullOrEmpty(quoted) ? null
                : await QuoteAsync(PlatformOf(sender), quoted, ct) + (link is null ? "" : $" ({link})");
            return reply with { Form = await prefill.FillAsync(form, text, caller, now, ct) };
        }, ct);

    /// <summary>The sections of somebody's home page; for an unknown account, how to link it.</summary>
    public async Task<HomePage> HomeAsync(Sender sender, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await HolderAsync(sender, now, ct) is not { } holder)
            return new([new HomeSection("Watchbill", [Offer(sender, "now")])], null, Nobody, now);
        var sections = await router.HomeAsync(holder.In(null), ct);
        return new(sections, holder, await AccountsAsync(sender, sections.SelectMany(section => section.Replies), now, ct), now);
    }

    /// <summary>Options for a type-ahead select; none for unknown accounts.</summary>
    /// <param name="kind">A <see cref="FieldKind"/> by its name, as the select was made with.</param>
    public async Task<IReadOnlyList<FormOption>> OffersAsync(Sender sender, string kind, string typed, CancellationToken ct) =>
        await HolderAsync(sender, clock.GetCurrentInstant(), ct) is null || !Enum.TryParse<FieldKind>(kind, ignoreCase: true, out var asked)
            ? [] : await choices.OfAsync(asked, typed, clock.GetCurrentInstant(), ct);

    private ValueTask<IReadOnlyDictionary<string, string>> AccountsAsync(
        Sender sender, IEnumerable<Reply> replies, Instant now, CancellationToken ct) =>
        accounts.OfAsync(sender.Platform, replies.SelectMany(reply => reply.Mentioned()), now, ct);

    private FrontDeskPlatform PlatformOf(Sender sender) => platforms[sender.Platform];

    private Caller CallerOf(Sender sender, AccountHolder holder) =>
        sender.As(holder) with { ShownInAsync = token => zones.OfAsync(sender.Platform, sender.Account, token) };

    private ValueTask<AccountHolder?> HolderAsync(Sender sender, Instant now, CancellationToken ct) =>
        accounts.HolderAsync(sender.Platform, sender.Account, now, ct);

    private async Task<Reply> AskAsync(Caller caller, string typed, CancellationToken ct)
    {
        try
        {
            return await router.AskAsync(await platforms[caller.Platform].ReadAsync(typed, ct), caller, ct);
        }
        catch (RefusedException refusal)
        {
            return new Reply(refusal.Said);
        }
    }

    /// <param name="linking">Whether a stranger asks to be linked whatever was typed, and then goes on with it.</param>
    private async Task<Answered> AnswerAsync(
        Sender sender, string typed, bool linking, Func<Caller, Instant, Task<Reply>> answerAsync, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        try
        {
            if (await HolderAsync(sender, now, ct) is { } holder)
            {
                var reply = await answerAsync(CallerOf(sender, holder), now);
                return new(reply, holder, await AccountsAsync(sender, [reply], now, ct), now);
            }

            var offer = linking || IsLink(typed) ? await LinkAsync(sender, linking ? typed : null, now, ct) : Offer(sender, typed);
            return new(offer, null, Nobody, now);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever failed, who asked hears that it did, and the platform has its answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogBroken(PlatformOf(sender).Platform.Name, failure);
            return new(new Reply(Broken), null, Nobody, now);
        }
    }

    private Reply Offer(Sender sender, string typed) =>
        new($"Watchbill does not know yet who you are here. 'Link me' compares your {PlatformOf(sender).Platform.Name} e-mail address " +
            $"with the organisation file, this once. Or ask an admin to add '{sender.Platform.Name}: {sender.Account}' to your line in it.")
        {
            Actions = [new Button("Link me", Link,
                typed.Length is 0 or > MaxKept ? "now" : typed) { Style = ButtonStyle.Primary }],
        };

    private async Task<Reply> LinkAsync(Sender sender, string? then, Instant now, CancellationToken ct)
    {
        if (await VouchedAsync(sender, ct) is not { } vouched) return Unvouched(sender, then);
        try
        {
            var person = await links.LinkAsync(vouched, now, ct);
            return new Reply(
                Text.Bold($"You are {person.Name} here now."))
            {
                Actions = then is null or "link" ? [] : [new Button("Ask again", GoOn, then)],
            };
        }
        catch (RefusedException refusal)
        {
            return new Reply(refusal.Said);
        }
    }

    /// <summary>What the platform says of an account; null: it does not say.</summary>
    private async Task<ChatAccount?> VouchedAsync(Sender sender, CancellationToken ct)
    {
        var platform = PlatformOf(sender);
        try
        {
            return await platform.VouchAsync(sender.Account, ct);
        }
#pragma warning disable CA1031 // Whatever a platform throws, who asks hears what to do instead.
        catch (Exception failure) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnvouched(platform.Platform.Name, sender.Account, failure.Message);
            return null;
        }
    }

    private Reply Unvouched(Sender sender, string? then) =>
        new($"{PlatformOf(sender).Platform.Name} does not say right now who you are, so you are not linked yet. Press 'Link me' again in " +
            $"a minute. If that does not help, ask an admin to add '{sender.Platform.Name}: {sender.Account}' to your line in the " +
            "organisation file; the log says why.")
        {
            Actions = [new Button("Link me", Link, then ?? "now") { Style = ButtonStyle.Primary }],
        };

    // "link" may stand behind the root command and its group; words that merely end in it ask for something else.
    private static bool IsLink(string typed) =>
        typed.TrimStart('/').ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is ["link"] or ["oncall" or "watchbill", "link"] or ["oncall", "watchbill", "link"];

    private static async Task<string> QuoteAsync(FrontDeskPlatform platform, string text, CancellationToken ct)
    {
        try
        {
            text = await platform.ReadAsync(text, ct);
        }
        catch (RefusedException)
        {
            // Somebody is mentioned who is in no rotation: here they are words like any others.
        }

        return text.Length <= MaxQuote ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[MaxQuote - 1]) ? MaxQuote - 1 : MaxQuote)}…";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Platform} does not say who {Account} is, who wants to be linked: {Why}")]
    private partial void LogUnvouched(string platform, string account, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "What a {Platform} user asked for could not be worked out.")]
    private partial void LogBroken(string platform, Exception failure);
}
