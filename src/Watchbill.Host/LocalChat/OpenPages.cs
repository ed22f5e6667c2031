using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

/// <summary>
/// Something said to more than one person's own conversation. <paramref name="To"/> as people read it: ana, #payments, everyone.
/// </summary>
/// <param name="From">The person whose command said it; null: the bot by itself.</param>
internal sealed record Said(long Number, Instant At, string To, string? From, string Key, Reply Reply)
{
    /// <summary>Whether it is shown in the place of what was said under its key before.</summary>
    public bool Edited { get; init; }
}

/// <summary>
/// The chat platform that is the open pages. Keeps the last hundred things said, in memory only, for a
/// page that opens later or was cut off: what lasts is kept by the delivery job.
/// </summary>
internal sealed class OpenPages(IClock clock) : IChat
{
    private const int Kept = 100;

    private readonly Lock gate = new();
    private readonly List<Said> ring = [];
    private readonly string run = $"{clock.GetCurrentInstant().ToUnixTimeMilliseconds():x}";
    private TaskCompletionSource next = New();
    private long last;

    /// <summary>Whether no page can be opened and another platform is configured: then nobody is reached here.</summary>
    public bool IsClosed { get; set; }

    public bool IsOff => IsClosed;

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        if (IsClosed) throw new UnreachableException("The local chat is closed.") { IsOff = true };
        if (!posting.MaySay("local")) return [];
        await posting.BeginAsync("local", ct);
        Say(Label(to), null, posting.Key, reply);
        return [new(LocalChatEndpoints.Id, posting.Key)];
    }

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        if (IsClosed || place.Platform != LocalChatEndpoints.Id) return Task.CompletedTask;
        lock (gate)
        {
            ring.RemoveAll(earlier => earlier.Key == place.Message);
            Say(Label(to), null, place.Message, reply, edited: true);
        }

        return Task.CompletedTask;
    }

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) => ValueTask.FromResult(!IsClosed);

    /// <summary>Shows everyone what one person's command said to all.</summary>
    /// <returns>The id of the event, so that the page it came from does not show it twice.</returns>
    public string Share(string person, Reply reply) => IdOf(Say("everyone", person, Guid.NewGuid().ToString("n"), reply));

    /// <summary>
    /// An id is good for one run of the host: numbers begin again with the next, and its pages must not wait for them to catch up.
    /// </summary>
    public string IdOf(Said said) => string.Create(CultureInfo.InvariantCulture, $"{run}-{said.Number}");

    /// <summary>
    /// What was said after the event with this id, then what is said from now on; null each time nothing was for so long.
    /// </summary>
    public async IAsyncEnumerable<Said?> ReadAsync(string? after, TimeSpan quiet, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = NumberOf(after);
        while (true)
        {
            var (fresh, more) = After(seen);
            foreach (var said in fresh)
            {
                seen = said.Number;
                yield return said;
            }

            if (!await WithinAsync(more, quiet, ct)) yield return null;
        }
    }

    private (IReadOnlyList<Said> Fresh, Task More) After(long seen)
    {
        lock (gate) return ([.. ring.Where(said => said.Number > seen)], next.Task);
    }

    private Said Say(string to, string? from, string key, Reply reply, bool edited = false)
    {
        lock (gate)
        {
            if (ring.Find(earlier => earlier.Key == key) is { } repeat) return repeat;
            var said = new Said(++last, clock.GetCurrentInstant(), to, from, key, reply) { Edited = edited };
            ring.Add(said);
            if (ring.Count > Kept) ring.RemoveAt(0);
            next.SetResult();
            next = New();
            return said;
        }
    }

    private long NumberOf(string? id) =>
        id?.Split('-') is [var of, var number] && of == run && long.TryParse(number, CultureInfo.InvariantCulture, out var parsed)
            ? parsed : 0;

    private static async Task<bool> WithinAsync(Task more, TimeSpan quiet, CancellationToken ct)
    {
        try
        {
            await more.WaitAsync(quiet, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Label(Address to) => to.Kind switch
    {
        AddressKind.Person => to.Id,
        AddressKind.Admins => "admins",
        _ => $"#{to.Id}",
    };

    // Readers go on on their own threads, not inside the lock of whoever spoke.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
