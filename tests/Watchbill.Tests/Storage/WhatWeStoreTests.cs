using Watchbill.Fixtures;

namespace Watchbill.Storage;

public sealed class WhatWeStoreTests
{
    [Fact]
    public void Every_kind_that_is_stored_is_in_the_inventory_and_no_other()
    {
        var table =
            Sources.Read("docs/what-we-store.md").Split("\n## ")[0].Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);
        var named = table.SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries));
        Assert.Equal(DocumentKinds.Names.Values.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
