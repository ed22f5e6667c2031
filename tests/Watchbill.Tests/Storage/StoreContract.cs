using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What every store does. Inherited by one test class for each adapter.</summary>
public abstract partial class StoreContract
{
    private static readonly Team Payments = new("payments", "Payments") { Lead = "ana", Members = ["ana", "ben"] };

    protected SaveNotices Notices { get; } = new();

    protected abstract IStore Store { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_saved_is_found_with_a_version()
    {
        await SaveAsync(Write.Create("payments", Payments));

        var found = await FindAsync("payments");

        Assert.NotNull(found);
        Assert.Equal("payments", found.Id);
        Assert.Equal("Payments", found.Value.Name);
        Assert.Equal(["ana", "ben"], found.Value.Members);
        Assert.True(found.Version > 0);
    }

    [Fact]
    public async Task What_is_not_there_is_null_until_it_is_saved()
    {
        Assert.Null(await FindAsync("payments"));

        await SaveAsync(Write.Create("payments", Payments));

        Assert.NotNull(await FindAsync("payments"));
    }

    [Fact]
    public async Task The_same_id_of_another_kind_is_another_document()
    {
        await SaveAsync(Write.Create("payments", Payments), Write.Create("payments", new Domain("payments", "A domain")));

        Assert.Equal("Payments", (await FindAsync("payments"))!.Value.Name);
        Assert.Equal("A domain", (await Store.FindAsync<Domain>("payments", Ct))!.Value.Name);
    }

    [Fact]
    public async Task A_replaced_document_has_its_new_value_and_a_greater_version()
    {
        var first = await CreateAsync("payments");

        await SaveAsync(Write.Replace(first, Payments with { Name = "Pay" }));

        var second = (await FindAsync("payments"))!;
        Assert.Equal("Pay", second.Value.Name);
        Assert.True(second.Version > first.Version);
    }

    [Fact]
    public async Task Create_is_stale_where_there_is_a_document()
    {
        await CreateAsync("payments");

        var stale = await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Create("payments", Payments with { Name = "Pay" })));

        Assert.Equal((typeof(Team), "payments"), (stale.Kind, stale.Id));
        Assert.Equal("Payments", (await FindAsync("payments"))!.Value.Name);
    }

    [Fact]
    public async Task Replace_is_stale_after_somebody_elses_save()
    {
        var read = await CreateAsync("payments");
        await SaveAsync(Write.Put("payments", Payments with { Name = "Theirs" }));

        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Replace(read, Payments with { Name = "Mine" })));

        Assert.Equal("Theirs", (await FindAsync("payments"))!.Value.Name);
    }

    [Fact]
    public async Task Replace_and_delete_are_stale_after_a_delete()
    {
        var read = await CreateAsync("payments");
        await SaveAsync(Write.Delete(read));

        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Replace(read, Payments)));
        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Delete(read)));

        Assert.Null(await FindAsync("payments"));
    }

    [Fact]
    public async Task Put_writes_whatever_is_there()
    {
        await SaveAsync(Write.Put("payments", Payments));
        await SaveAsync(Write.Put("payments", Payments with { Name = "Pay" }));

        Assert.Equal("Pay", (await FindAsync("payments"))!.Value.Name);
    }

    [Fact]
    public async Task Upsert_creates_first_and_replaces_then()
    {
        await SaveAsync(Write.Upsert("payments", null, Payments));
        var read = await FindAsync("payments");
        await SaveAsync(Write.Upsert("payments", read, Payments with { Name = "Pay" }));

        Assert.Equal("Pay", (await FindAsync("payments"))!.Value.Name);
        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Upsert("payments", null, Payments)));
    }

    [Fact]
    public async Task A_version_is_never_used_again_after_a_delete()
    {
        var first = await CreateAsync("payments");
        await SaveAsync(Write.Delete(first));
        var second = await CreateAsync("payments");

        Assert.True(second.Version > first.Version);
        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Replace(first, Payments)));
    }

    [Fact]
    public async Task All_changes_of_a_save_are_written_or_none()
    {
        var kept = await CreateAsync("kept");

        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(
            Write.Create("new", Payments), Write.Delete(kept), Write.Audit(Entry("half")), Write.Create("kept-too", Payments),
            Write.Replace(kept, Payments)));

        Assert.Equal(["kept"], await IdsAsync(IdRange.All));
        Assert.Empty(await Store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Changes_of_a_save_see_those_before_them()
    {
        var read = await CreateAsync("payments");

        await SaveAsync(Write.Delete(read), Write.Create("payments", Payments with { Name = "Again" }));

        Assert.Equal("Again", (await FindAsync("payments"))!.Value.Name);
    }

    [Fact]
    public async Task One_of_many_who_replace_the_same_document_succeeds()
    {
        var read = await CreateAsync("payments");

        var saves = Enumerable.Range(0, 20).Select(i => SaveAsync(Write.Replace(read, Payments with { Name = $"{i}" }))).ToList();
        var outcomes = await Task.WhenAll(saves.Select(save => Record.ExceptionAsync(() => save).AsTask()));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(19, outcomes.OfType<StaleException>().Count());
    }

    [Fact]
    public async Task Nothing_to_save_is_saved_at_once() => await SaveAsync();

    [Fact]
    public async Task A_save_tells_which_documents_it_wrote_once_they_can_be_read()
    {
        var told = new TaskCompletionSource<IReadOnlyList<SavedDocument>>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? name = null;
        Notices.Saved += saved =>
        {
            // In the listener: what is told is readable then.
            name = Name("payments");
            told.SetResult(saved);
        };

        await SaveAsync(Write.Create("payments", Payments), Write.Create("ordering", new Domain("ordering", "Ordering")));

        Assert.Equal([new(typeof(Team), "payments"), new(typeof(Domain), "ordering")], await told.Task.WaitAsync(Ct));
        Assert.Equal("Payments", name);
    }

    [Fact]
    public async Task A_stale_save_tells_nothing()
    {
        await CreateAsync("payments");
        var told = new List<IReadOnlyList<SavedDocument>>();
        Notices.Saved += told.Add;

        await Assert.ThrowsAsync<StaleException>(() => SaveAsync(Write.Create("payments", Payments)));
        await SaveAsync(Write.Create("ordering", new Domain("ordering", "Ordering")));
        await SaveAsync(Write.Create("shop", new Domain("shop", "Shop")));

        Assert.All(told, saved => Assert.Equal(typeof(Domain), Assert.Single(saved).Kind));
    }

    [Fact]
    public async Task What_the_code_may_not_ask_for_is_an_argument_error()
    {
        var row = new AuditRow(Entry("forged"), "", "");

        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(Write.Put("00000000000000000001", row)));
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(Write.Delete(new Stored<AuditRow>("1", row, 1))));
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(Write.Put("", Payments)));
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(Write.Put("x", "not a stored type")));
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(new Write(typeof(Team), "x", "not a team", null)));
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(new Write(typeof(Team), "x", null, 0)));
    }

    [Fact]
    public async Task A_cancelled_save_writes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.SaveAsync([Write.Create("payments", Payments)], new CancellationToken(canceled: true)));

        Assert.Null(await FindAsync("payments"));
    }

    protected static AuditEntry Entry(string action) => new(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", action, "team/payments", "local");

    protected Task SaveAsync(params Write[] changes) => Store.SaveAsync(changes, Ct);

    protected ValueTask<Stored<Team>?> FindAsync(string id) => Store.FindAsync<Team>(id, Ct);

    /// <summary>For places that cannot wait: a listener and a bare thread.</summary>
    protected string? Name(string id)
    {
        var find = FindAsync(id);
        return find.IsCompletedSuccessfully ? find.Result?.Value.Name : throw new InvalidOperationException("It did not complete at once.");
    }

    private async Task<Stored<Team>> CreateAsync(string id)
    {
        await SaveAsync(Write.Create(id, Payments));
        return (await FindAsync(id))!;
    }
}
