using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Where the messages stand that took in the incidents of a storm, and what they list. Lost with the process: the next incidents are then
/// another message.
/// </summary>
internal sealed class Storms(IChat chat)
{
    private static readonly Duration Kept = Duration.FromHours(24);

    private readonly ConcurrentDictionary<Address, IReadOnlyList<Storm>> storms = new();

    // To one address one after the other: each shows what those before it listed.
    private readonly ConcurrentDictionary<Address, SemaphoreSlim> turns = new();

    /// <summary>Says many in one message, or shows them in the one that took in those before.</summary>
    public Task<IReadOnlyList<MessagePlace>> SayAsync(
        IReadOnlyList<Stored<Delivery>> many, Posting posting, Instant now, CancellationToken ct) =>
        InTurnAsync(many[0].Value.To, () => SayAsync(many[0].Value.To, many, posting, now, ct), ct);

    /// <summary>Shows what became of an incident in the message that lists it; nothing where none does.</summary>
    public Task ShowAsync(Delivery edit, CancellationToken ct) => !storms.ContainsKey(edit.To) ? Task.CompletedTask
        : InTurnAsync(edit.To, () => ShowInAsync(edit, ct), ct);

    private async Task<IReadOnlyList<MessagePlace>> SayAsync(
        Address to, IReadOnlyList<Stored<Delivery>> many, Posting posting, Instant now, CancellationToken ct)
    {
        var before = storms.GetValueOrDefault(to, []);
        var open = before is [.., var last] && now - last.Began < AlertStorm.Lasts ? last : null;
        var storm = open ?? new(now, [], []);
        storm = storm with { Lines = [.. storm.Lines, .. many.Select(one => (one.Value.Card, AlertStorm.LineOf(one.Value)))] };
        if (open is null)
        {
            storm = storm with { Places = await chat.PostAsync(to, ReplyOf(storm), posting, ct) };
        }
        else
        {
            await posting.BeginAsync("storm", ct);
            await EditAsync(to, storm, ct);
        }

        storms[to] = [.. before.Where(one => one != open && now - one.Began < Kept), storm];
        return storm.Places;
    }

    private async Task<IReadOnlyList<MessagePlace>> ShowInAsync(Delivery edit, CancellationToken ct)
    {
        var all = storms.GetValueOrDefault(edit.To, []);
        if (all.LastOrDefault(one => one.Lines.Any(line => line.Card == edit.Card)) is not { } storm) return [];
        var shown = storm with
        {
            Lines = [.. storm.Lines.Select(line => line.Card == edit.Card ? (line.Card, AlertStorm.LineOf(edit)) : line)],
        };
        // What became of an older one is not in the list, and of another the line says it already: 500 alerts would be as many edits.
        if (!ReplyOf(shown).Text.Marked().Equals(ReplyOf(storm).Text.Marked())) await EditAsync(edit.To, shown, ct);
        storms[edit.To] = [.. all.Select(one => one == storm ? shown : one)];
        return shown.Places;
    }

    private async Task<IReadOnlyList<MessagePlace>> InTurnAsync(
        Address to, Func<Task<IReadOnlyList<MessagePlace>>> actAsync, CancellationToken ct)
    {
        var turn = turns.GetOrAdd(to, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(ct);
        try
        {
            return await actAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private Task EditAsync(Address to, Storm storm, CancellationToken ct) =>
        Task.WhenAll(storm.Places.Select(place => chat.EditAsync(to, place, ReplyOf(storm), ct)));

    private static Reply ReplyOf(Storm storm) => AlertStorm.Reply([.. storm.Lines.Select(line => line.Line)]);

    private sealed record Storm(Instant Began, IReadOnlyList<(string? Card, Text Line)> Lines, IReadOnlyList<MessagePlace> Places);
}
