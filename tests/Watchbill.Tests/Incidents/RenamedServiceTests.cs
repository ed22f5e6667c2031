using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Buttons, alerts and pipelines that still have the id from before their service was renamed, twice.</summary>
public sealed class RenamedServiceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("checkout-1", "shop-1")]
    [InlineData("till-1", "shop-1")]
    [InlineData("shop-1", "shop-1")]
    public async Task An_incident_is_found_by_the_id_that_it_had(string named, string id) =>
        Assert.Equal(id, (await Some.Incidents(await RenamedAsync()).FindAsync(named, Ct)).Value.Id);

    [Theory]
    [InlineData("Checkout", "shop")]
    [InlineData("till", "shop")]
    [InlineData("gone", null)]
    public async Task A_service_is_found_by_the_id_that_it_had_and_one_that_is_retired_is_not(string named, string? id) =>
        Assert.Equal(id, (await new OrgChart(await RenamedAsync()).CurrentServiceAsync(named, Ct))?.Id);

    private static async Task<MemoryStore> RenamedAsync()
    {
        var store = new MemoryStore();
        var incident = new Incident("shop", 1, "Cards fail", Severity.Sev1, Cases.At("2026-11-20T10:00:00Z"), null)
        {
            By = "ana",
            At = Cases.At("2026-11-20T10:00:00Z"),
        };
        await store.SaveAsync(
        [
            Write.Create("checkout", new Service("checkout", "payments") { Retired = true, RenamedTo = "till" }),
            Write.Create("till", new Service("till", "payments") { Retired = true, RenamedTo = "shop" }),
            Write.Create("shop", new Service("shop", "payments")),
            Write.Create("gone", new Service("gone", "payments") { Retired = true }),
            Write.Create("shop/000001", incident),
        ], Ct);
        return store;
    }
}
