using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <content>What a list holds, that of the audit log too.</content>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(null, null, "a a-1 a/1 a/2 b")]
    [InlineData("a", "b", "a a-1 a/1 a/2")]
    [InlineData("a/1", null, "a/1 a/2 b")]
    [InlineData(null, "a/1", "a a-1")]
    [InlineData("a/", "a0", "a/1 a/2")]
    [InlineData("b", "a", "")]
    [InlineData("c", null, "")]
    public async Task A_list_holds_the_ids_of_its_range_in_ordinal_order(string? from, string? to, string expected)
    {
        await SaveAsync([.. new[] { "b", "a/2", "a-1", "a", "a/1" }.Select(id => Write.Create(id, Payments))]);
        await SaveAsync(Write.Create("a/15", new Domain("a", "Another kind")));

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await IdsAsync(new IdRange(from, to)));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse(),
            await IdsAsync(new IdRange(from, to, Descending: true)));
    }

    [Fact]
    public async Task Ids_that_differ_in_case_alone_are_two_and_come_in_ordinal_order()
    {
        await SaveAsync([.. new[] { "b", "A", "a", "B", "Z/1", "z/1" }.Select(id => Write.Create(id, Payments with { Name = id }))]);

        Assert.Equal(["A", "B", "Z/1", "a", "b", "z/1"], await IdsAsync(IdRange.All));
        Assert.Equal(["a", "b"], await IdsAsync(new IdRange("a", "z")));
        Assert.Equal("A", (await FindAsync("A"))!.Value.Name);
        Assert.Equal("a", (await FindAsync("a"))!.Value.Name);
        Assert.Null(await FindAsync("z"));
    }

    [Fact]
    public async Task An_id_of_the_greatest_length_is_kept_and_a_longer_one_is_refused_in_a_sentence()
    {
        // Two bytes each but the last.
        var longest = new string('é', 510) + "x";
        await SaveAsync(Write.Create(longest, Payments), Write.Create("a", Payments));
        await SaveAsync(Write.Replace((await FindAsync(longest))!, Payments with { Name = "Pay" }));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Write.Create(longest + "x", Payments)));

        Assert.Equal($"A team cannot be kept under a name of 1022 bytes ({longest[..40]}…): 1021 are the most. Choose a shorter one.",
            refused.Message);
        Assert.Equal(["a", longest], await IdsAsync(IdRange.All));
        Assert.Equal("Pay", (await FindAsync(longest))!.Value.Name);
        Assert.Null(await FindAsync(longest + "x"));
    }

    [Fact]
    public async Task A_long_list_is_whole_from_either_end_with_a_limit_and_without()
    {
        var ids = Enumerable.Range(0, 1201).Select(number => $"n{number:D4}").ToList();
        await SaveAsync([.. ids.Select(id => Write.Put(id, Payments))]);

        Assert.Equal(ids, await IdsAsync(IdRange.All));
        Assert.Equal(ids[1..1200], await IdsAsync(new IdRange("n0001", "n1200")));
        Assert.Equal(ids[1..1200].AsEnumerable().Reverse(), await IdsAsync(new IdRange("n0001", "n1200", Descending: true)));
        foreach (var limit in new[] { 499, 500, 501, 1000, 1001 })
        {
            Assert.Equal(ids[..limit], await IdsAsync(IdRange.All with { Limit = limit }));
            Assert.Equal(ids[^limit..].AsEnumerable().Reverse(), await IdsAsync(IdRange.All with { Limit = limit, Descending = true }));
        }
    }

    [Fact]
    public async Task A_limit_counts_from_the_end_the_list_begins_at()
    {
        await SaveAsync([.. new[] { "a", "b", "c" }.Select(id => Write.Create(id, Payments))]);

        Assert.Equal(["a", "b"], await IdsAsync(IdRange.All with { Limit = 2 }));
        Assert.Equal(["c", "b"], await IdsAsync(IdRange.All with { Limit = 2, Descending = true }));
        Assert.Empty(await IdsAsync(IdRange.All with { Limit = 0 }));
    }

    [Fact]
    public async Task A_prefix_holds_what_begins_with_it()
    {
        await SaveAsync(
            [.. new[] { "pay", "pay/1", "pay/2026-11-16T09:00:00Z/primary", "pay0", "pax" }.Select(id => Write.Create(id, Payments))]);

        Assert.Equal(["pay/1", "pay/2026-11-16T09:00:00Z/primary"], await IdsAsync(IdRange.Prefix("pay/")));
    }

    [Fact]
    public async Task A_list_shows_the_last_save_and_its_versions()
    {
        var read = await CreateAsync("payments");
        await Store.ListAsync<Team>(IdRange.All, Ct);
        await SaveAsync(Write.Replace(read, Payments with { Name = "Pay" }));

        var listed = Assert.Single(await Store.ListAsync<Team>(IdRange.All, Ct));

        Assert.Equal("Pay", listed.Value.Name);
        Assert.Equal((await FindAsync("payments"))!.Version, listed.Version);
        await SaveAsync(Write.Create("search", Payments));
        Assert.Equal(["payments", "search"], await IdsAsync(IdRange.All));
        await SaveAsync(Write.Delete(listed));
        Assert.Equal(["search"], await IdsAsync(IdRange.All));
    }

    [Fact]
    public async Task Audit_rows_are_numbered_and_chained()
    {
        await SaveAsync(Write.Audit(Entry("first")), Write.Audit(Entry("second")));
        await SaveAsync(Write.Audit(Entry("third")));

        var rows = await Store.ListAsync<AuditRow>(IdRange.All, Ct);

        Assert.Equal(["00000000000000000001", "00000000000000000002", "00000000000000000003"], rows.Select(row => row.Id));
        Assert.Equal(["first", "second", "third"], rows.Select(row => row.Value.Entry.Action));
        Assert.Equal(new string('0', 64), rows[0].Value.Previous);
        Assert.Equal(rows[0].Value.Hash, rows[1].Value.Previous);
        Assert.Equal(rows[1].Value.Hash, rows[2].Value.Previous);
        // sha256sum of 64 zeros, a line feed and
        // {"at":"2026-11-20T09:00:00Z","actor":"ana","action":"first","subject":"team/payments","origin":"local"}
        Assert.Equal("df97e781187d78c0f2550e3be725a1a0ffe1246427c12b4e458d3a689f92e693", rows[0].Value.Hash);
    }

    private async Task<IEnumerable<string>> IdsAsync(IdRange range) => (await Store.ListAsync<Team>(range, Ct)).Select(stored => stored.Id);
}
