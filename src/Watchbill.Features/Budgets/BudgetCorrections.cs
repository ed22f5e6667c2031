using System.Security.Cryptography;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>A correction as it is wished for.</summary>
/// <param name="Slo">Null: all objectives of the service.</param>
public sealed record NewBudgetCorrection(CorrectionKind Kind, Instant Start, Instant End, string? Slo, string Reason);

/// <summary>Works out corrections of budgets: new rows, and rows taken back. Rights are checked by who calls.</summary>
public sealed class BudgetCorrections(IStore store, OrgChart chart)
{
    private const string NoReason = "Say why, so that whoever reads it later understands: because <text>";

    public async Task<Plan> PlanAsync(Service service, NewBudgetCorrection wish, Actor by, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(wish.Reason)) throw new RefusedException(NoReason) { Field = "text" };
        if (wish.Slo is { } slo) MustHave(service, slo);
        if (wish.Kind != CorrectionKind.Maintenance && wish.Start >= by.AskedAt)
            throw new RefusedException(
                "That has not happened yet, so there is nothing to correct. What is planned is told with: " +
                    "`budget maintenance <service> <span> because <text>`")
            { Field = "period" };
        var end = wish.Kind == CorrectionKind.Maintenance ? wish.End : Instant.Min(wish.End, by.AskedAt);
        var row = new BudgetCorrection(NewId(), service.Id, wish.Slo, wish.Kind, wish.Start.ToWholeSeconds(), end.ToWholeSeconds())
        {
            Reason = wish.Reason.Trim().TrimEnd('.'),
            By = by.Id,
            At = by.Now,
        };
        return new Plan(BudgetCorrectionReplies.Preview(row), BudgetCorrectionReplies.Done(row),
        [
            Write.Create(row.DocumentId, row),
            .. await SaidAsync(service, row, by, wish.Kind == CorrectionKind.Maintenance ? "budget maintenance" : "budget correct", ct),
        ])
        { Act = wish.Kind == CorrectionKind.Maintenance ? "Plan maintenance" : "Correct budget" };
    }

    /// <exception cref="RefusedException">The service has no such objective; the nearest is named.</exception>
    public static void MustHave(Service service, string slo)
    {
        if (service.Slos.All(one => one.Id != slo)) throw BudgetView.Unknown(service, slo);
    }

    /// <summary>Takes a row back: it stays, and counts no more.</summary>
    public async Task<Plan> PlanUndoAsync(Service service, string id, Actor by, CancellationToken ct)
    {
        var rows = await OfAsync(service, ct);
        var read =
            rows.FirstOrDefault(row => row.Value.Id == id)
                ?? throw new RefusedException($"{service.Id} has no correction `{id}`. See all: `budget corrections {service.Id}`")
                {
                    Field = "correction",
                    Missing = true,
                };
        if (read.Value.UndoneAt is not null)
            throw new RefusedException($"The correction {id} of {service.Id} is undone already.") { Field = "correction" };
        var undone = read.Value with { UndoneBy = by.Id, UndoneAt = by.Now };
        return new Plan(BudgetCorrectionReplies.UndoPreview(undone), BudgetCorrectionReplies.Undone(undone),
            [Write.Replace(read, undone), .. await SaidAsync(service, undone, by, "budget undo", ct)])
        { Act = "Undo correction" };
    }

    /// <summary>Oldest first, those that were taken back too.</summary>
    public async Task<IReadOnlyList<Stored<BudgetCorrection>>> OfAsync(Service service, CancellationToken ct) =>
        await store.ListAsync<BudgetCorrection>(IdRange.Prefix($"{service.Id}/"), ct);

    private async Task<IReadOnlyList<Write>> SaidAsync(
        Service service, BudgetCorrection row, Actor by, string action, CancellationToken ct)
    {
        var author = People.Named(by.Id, by.Person is { } person ? await chart.NameAsync(person, ct) : by.Id);
        return
        [
            Write.Audit(
                new AuditEntry(by.Now, by.Id, action, $"service/{service.Id}", by.Origin)
                {
                    New = $"{row.Slo ?? "all"}: {row.Kind.ToString().ToLowerInvariant()} {row.Start}/{row.End}",
                    Reason = row.Reason,
                }),
            Delivery.Say(
                new Delivery(by.Now, MessageKind.Budget, Address.Team(service.Team),
                    new Reply(BudgetCorrectionReplies.Told(row, author)) { Audience = Audience.Everyone }),
                        $"{action}/{service.Id}/{row.Id}"),
        ];
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
