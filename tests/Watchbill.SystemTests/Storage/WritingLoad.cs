using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>Callers that write until the host is gone, and remember what it acknowledged.</summary>
internal sealed class WritingLoad(Host host)
{
    /// <summary>On duty around the clock, so that each override is seen.</summary>
    public static readonly string[] Rotations = ["payments", "sre-core", "ordering-triage"];

    /// <summary>Overrides begin here, ten minutes each, so that none hides another.</summary>
    public static Instant First { get; } =
        Instant.FromUnixTimeSeconds((SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() / 3600 + 48) * 3600);

    // Hugo and Kim come on sre-core, which asks for training.
    private static readonly string[] People = ["ana", "kim", "cai", "dora", "hugo", "ben"];
    private int slots;
    private int notes;

    /// <summary>By reason, which is different for each.</summary>
    public ConcurrentDictionary<string, Override> Acknowledged { get; } = [];

    public int Notes => notes;

    public async Task RunAsync(int caller, CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var slot = Interlocked.Increment(ref slots);
                await OverrideAsync(caller, slot, ct);
                if (slot % 40 == 0) await TryFileAsync(ct);
                if (slot % 60 == 0) await NoteAsync(caller, slot, ct);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The host was killed meanwhile: whether the last change is there nobody was told.
        }
    }

    private async Task OverrideAsync(int caller, int slot, CancellationToken ct)
    {
        var start = First + Duration.FromMinutes(10 * slot);
        var made = new Override(Rotations[slot % Rotations.Length], InstantPattern.General.Format(start), People[slot % People.Length]);
        var reason = string.Create(CultureInfo.InvariantCulture, $"caller {caller} change {slot}");
        var body =
            JsonContent.Create(
                new
                {
                    person = made.Person,
                    start = made.Start,
                    end = InstantPattern.General.Format(start + Duration.FromMinutes(10)),
                    layer = "primary",
                    reason
                });
        using var response = await host.SendAsync(HttpMethod.Post, $"/api/v1/rotations/{made.Rotation}/overrides", body, ct);
        // Others change the same rotation all the time: a conflict is an answer, too.
        Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict,
            $"{response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
        if (response.StatusCode == HttpStatusCode.Created) Acknowledged[reason] = made;
    }

    private async Task TryFileAsync(CancellationToken ct)
    {
        using var response = await host.PutOrganizationAsync(Small, ct, dryRun: true);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task NoteAsync(int caller, int slot, CancellationToken ct)
    {
        var person = People[caller % People.Length];
        var preview = await host.SayAsync(person, $"note platform change {slot}", ct);
        if (!preview.Reply.Actions.Any(button => button.Action == "confirm")) return;
        var done = await host.PressAsync(person, preview["Confirm"], ct);
        if (!done.Reply.Actions.Any(button => button.Action == "confirm") && done.Text.Contains($"change {slot}", StringComparison.Ordinal))
            Interlocked.Increment(ref notes);
    }

    private const string Small = "organization: Example\npeople: [{id: ana, name: Ana Silva, admin: true}]\n";

    /// <summary>One acknowledged override.</summary>
    internal sealed record Override(string Rotation, string Start, string Person);
}
