using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Which planned maintenance holds the page of an alert that begins in it.</summary>
public sealed class MaintenanceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CorrectionKind.Maintenance, null, true)]
    [InlineData(CorrectionKind.Maintenance, "latency", false)]
    [InlineData(CorrectionKind.Uptime, null, false)]
    public async Task Only_maintenance_of_all_objectives_holds_it(CorrectionKind kind, string? slo, bool isHeld)
    {
        var bot = await PagingTests.BotAsync();
        var now = bot.Clock.Now;
        var row = new BudgetCorrection("k3f9", "checkout", slo, kind, now - Duration.FromHours(1), now + Duration.FromHours(1))
        {
            Reason = "upgrade",
            By = "dot",
            At = now,
        };
        var alert = new Incident("checkout", 1, "HighErrorRate", Severity.Sev1, now, null)
        {
            By = "token:am",
            At = now,
            Alerts = [new IncidentAlert("HighErrorRate", "f", now, null)],
        };
        await bot.Store.SaveAsync([Write.Create(row.DocumentId, row)], Ct);
        await bot.Store.SaveAsync(await bot.Incidents.WritesAsync(null, alert, new Actor("token:am", "api", now, now),
            new IncidentEdit("incident alert", one => one), Ct), Ct);
        await PagingTests.Job(bot).RunAsync(now, Ct);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal(isHeld, page.Held);
        string[] called = isHeld ? [] : ["cai"];
        Assert.Equal(called, page.Taken.SelectMany(step => step.People));
    }
}
