using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Training;

namespace Watchbill.Api;

/// <summary>What somebody is trained for: <c>GET /training/{person}</c>, with scope <c>admin</c>.</summary>
internal static class TrainingRoutes
{
    public static void MapTraining(this IEndpointRouteBuilder api) => api.MapGet("/training/{person}", AnswerAsync)
        .Needs(Scope.Admin)
        .WithSummary("Where somebody is in each training program, and what they are qualified for.")
        .Produces<TrainingShape>();

    private static async Task<TrainingShape> AnswerAsync(
        string person, HttpContext http, PersonAccess people, Qualifications qualifications, IClock clock, CancellationToken ct)
    {
        _ = new Query(http);
        var found = await people.FindAsync(person, http.Grant(), ct);
        return new TrainingShape(found.Id,
            [.. (await qualifications.OfPersonAsync(found.Id, clock.GetCurrentInstant(), ct)).Select(ProgramShape.Of)]);
    }
}

/// <summary>Everything that somebody is in.</summary>
internal sealed record TrainingShape(string Person, IReadOnlyList<ProgramShape> Programs);

/// <summary>Somebody's way through one program.</summary>
internal sealed record ProgramShape(
    string Program, int Version, string? Rotation, TrainingState State, string? Stage, IReadOnlyList<ItemShape> Items, SharesShape Shadow,
    SharesShape ReverseShadow, QualifiedShape? Qualified)
{
    public static ProgramShape Of(Progress progress) => new(progress.Program.Id, progress.Program.Version, progress.Enrollment.Rotation,
        progress.State, progress.Stage?.Id,
        [.. progress.Items.Select(item => new ItemShape(item.Item.Id, item.Item.Title, item.Stage.Id, item.State, item.By, item.At))],
        new(progress.Shares.Shadowed, progress.Shares.ToShadow), new(progress.Shares.Reversed, progress.Shares.ToReverse),
        progress.Since is { } since ? new QualifiedShape(since, progress.Until, progress.By) : null);
}

/// <summary>An item and who did the last thing to it.</summary>
internal sealed record ItemShape(string Id, string Title, string Stage, ItemState State, string? By, Instant? At);

/// <summary>Shifts that were worked, of those that are needed.</summary>
internal sealed record SharesShape(int Done, int Needed);

/// <summary>Since when somebody is qualified, and when that lapses or did.</summary>
internal sealed record QualifiedShape(Instant Since, Instant? Until, IReadOnlyList<string> By);
