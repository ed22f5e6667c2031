using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What a platform's adapter provides to the inbox.</summary>
/// <param name="Patience">How long the platform waits to hear that something arrived.</param>
/// <param name="IsDirect">Whether a conversation is somebody's own with the bot.</param>
/// <param name="SayAsync">Says the answer to something where it was asked, however long ago that is.</param>
public sealed record InboxPlatform(
    PlatformId Id, TimeSpan Patience, Func<string, bool> IsDirect, Func<Payload, Answered, CancellationToken, Task> SayAsync);

/// <summary>
/// Handles presses, forms and messages once: each is stored before it is acknowledged, however slow the disk is, and whatever exceeds the
/// platform's time limit continues after the acknowledgement.
/// </summary>
public sealed class InboxProcessor(
    IEnumerable<InboxPlatform> platforms, Inbox inbox, FrontDesk desk, BackgroundWork work, IClock clock)
{
    private readonly Dictionary<PlatformId, InboxPlatform> platforms = platforms.ToDictionary(one => one.Id);

    /// <summary>Handles a payload and posts the answer as the platform does however long ago it was asked.</summary>
    /// <param name="key">The same for the same event, or for the same button pressed by the same user.</param>
    public Task ActAsync(PlatformId platform, string key, Payload payload, CancellationToken ct) =>
        ActAsync(platform, key, payload, Saying(platform, payload), ct);

    /// <summary>Handles a payload and posts the answer.</summary>
    /// <param name="sayAsync">Says it as long as whoever asked is there, such as in a form that can be opened only now.</param>
    public async Task ActAsync(
        PlatformId platform, string key, Payload payload, Func<Answered, CancellationToken, Task> sayAsync, CancellationToken ct)
    {
        if (await KeepAsync(platform, key, payload, ct) is { } item)
            await work.WaitAsync(ActAsync(platform, item, payload, sayAsync, ct), platforms[platform].Patience, ct);
    }

    /// <summary>Handles a payload whose answer goes into the response.</summary>
    /// <returns>Null: it came too late for that and is said on its own, or what arrived has been here before.</returns>
    public async Task<Answered?> AnswerAsync(PlatformId platform, string key, Payload payload, CancellationToken ct)
    {
        if (await KeepAsync(platform, key, payload, ct) is not { } item) return null;
        var answering = FinishAsync(platform, item, payload, ct);
        if (await work.InTimeAsync(answering, platforms[platform].Patience, ct)) return await answering;
        work.Behind(SayAsync(answering, platform, payload, ct));
        return null;
    }

    /// <summary>Handles an item that an earlier run left undone, and posts the answer.</summary>
    public Task FinishAsync(PlatformId platform, Stored<InboxItem> item, CancellationToken ct) => item.Value.Todo is { } payload
        ? ActAsync(platform, item, payload, Saying(platform, payload), ct)
        : Task.CompletedTask;

    private Func<Answered, CancellationToken, Task> Saying(PlatformId platform, Payload payload) =>
        (answered, token) => platforms[platform].SayAsync(payload, answered, token);

    private Task<Stored<InboxItem>?> KeepAsync(PlatformId platform, string key, Payload payload, CancellationToken ct) =>
        inbox.KeepAsync(platform, key, payload, clock.GetCurrentInstant(), ct);

    private async Task ActAsync(
        PlatformId platform, Stored<InboxItem> item, Payload payload, Func<Answered, CancellationToken, Task> sayAsync,
        CancellationToken ct)
    {
        if (payload is MessagePayload)
        {
            // Words that are read twice do nothing twice: they are done once their answer is said.
            await sayAsync(await ReadAsync(platform, item, payload, ct), ct);
            await inbox.FinishAsync(item, ct);
            return;
        }

        await sayAsync(await FinishAsync(platform, item, payload, ct), ct);
    }

    private async Task<Answered> FinishAsync(PlatformId platform, Stored<InboxItem> item, Payload payload, CancellationToken ct)
    {
        var answered = await ReadAsync(platform, item, payload, ct);
        await inbox.FinishAsync(item, ct);
        return answered;
    }

    private Task<Answered> ReadAsync(PlatformId platform, Stored<InboxItem> item, Payload payload, CancellationToken ct)
    {
        var channel = payload.Channel is { } conversation && !platforms[platform].IsDirect(conversation) ? conversation : null;
        var sender = new Sender(platform, payload.User, channel);
        return payload switch
        {
            PressPayload press => desk.PressAsync(sender with { Arrived = item.Value.At }, press, ct),
            SubmissionPayload form => desk.SubmitAsync(sender, form, ct),
            MessagePayload message => desk.AskAsync(sender with { Sent = item.Id }, message.Text, ct),
            _ => throw new InvalidOperationException($"A {payload.GetType().Name} is nothing to act on."),
        };
    }

    private async Task SayAsync(Task<Answered> answering, PlatformId platform, Payload payload, CancellationToken ct) =>
        await platforms[platform].SayAsync(payload, await answering, ct);
}
