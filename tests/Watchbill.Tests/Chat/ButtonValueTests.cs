using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class ButtonValueTests
{
    private static readonly Renames Renamed =
        new([new Renaming("rotations", "payments", "pay"), new Renaming("services", "payments", "cash"),
            new Renaming("people", "ana", "anna")]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // As they stand in channels: these texts never change.
    [Theory]
    [InlineData(ButtonSubject.Rotation, "payments/2026-11-16T09:00:00Z", "payments", "2026-11-16T09:00:00Z")]
    [InlineData(ButtonSubject.Service, "checkout/availability/2026-11-20T10:00:00Z", "checkout", "availability", "2026-11-20T10:00:00Z")]
    [InlineData(ButtonSubject.Incident, "incident/checkout/12", "checkout", "12")]
    [InlineData(ButtonSubject.Incident, "incident/checkout/12/3", "checkout", "12", "3")]
    [InlineData(ButtonSubject.Runbook, "runbook/checkout/12/0a1b2c3d4e5f", "checkout", "12", "0a1b2c3d4e5f")]
    public void It_is_ids_in_one_text(ButtonSubject subject, string text, params string[] ids)
    {
        Assert.Equal(text, new ButtonValue(subject, ids).ToString());
        Assert.Equal(ids, ButtonValue.Read(subject, text).Ids);
    }

    [Theory]
    [InlineData("ack", "payments/2026-11-16T09:00:00Z", "pay/2026-11-16T09:00:00Z")]
    [InlineData("override-remove", "payments/3f", "pay/3f")]
    [InlineData("budget-undo", "payments/3f", "cash/3f")]
    [InlineData("budget-how", "payments/availability/2026-11-20T10:00:00Z", "cash/availability/2026-11-20T10:00:00Z")]
    [InlineData("handback-confirm", "payments/2", "cash/2")]
    [InlineData("review-sign", "payments/dashboards", "cash/dashboards")]
    [InlineData("incident-resolve", "incident/payments/12", "incident/cash/12")]
    [InlineData("postmortem-done", "incident/payments/12/3", "incident/cash/12/3")]
    [InlineData("runbook-helped", "runbook/payments/12/payments", "runbook/cash/12/payments")]
    [InlineData("cover-take", "payments", "payments")] // The id of a request, whatever it looks like.
    [InlineData("run", "now payments", "now payments")] // Old ids are understood where they are typed.
    public async Task What_was_said_before_a_rename_is_pressed_under_the_new_ids(string action, string value, string renamed)
    {
        var store = new MemoryStore();
        var at = Cases.At("2026-11-20T10:00:00Z");
        var said = new Reply("Press") { Actions = [new Button("Press", action, value)] };
        await store.SaveAsync([Delivery.Say(new Delivery(at, MessageKind.Incident, Address.Admins, said), "a")], Ct);
        var kind = StoredKinds.All.Single(kind => kind.Document == typeof(Delivery));
        await store.SaveAsync(await kind.RenameAsync(store, Renamed, Ct), Ct);
        Assert.Equal(renamed, Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Reply.Actions[0].Value);
    }
}
