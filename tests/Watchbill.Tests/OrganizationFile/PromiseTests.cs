using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>When a file changes what is promised: with the layer that is to keep it.</summary>
public sealed class PromiseTests
{
    /// <summary>After turns moved from 09:00 to 08:00 on 7 December, the first one lasts to the 21st.</summary>
    [Fact]
    public async Task More_coverage_is_promised_from_when_a_layer_gives_it_also_after_a_seam()
    {
        var file = new Applying { Now = Cases.At("2026-11-30T10:00:00Z") };
        var office = Applying.Small.Replace("    turn:",
            "    coverage: {windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}]}\n    turn:", StringComparison.Ordinal);
        await file.ApplyAsync(office);
        await file.ApplyAsync(office.Replace("09:00\"}\n    layers", "08:00\"}\n    layers", StringComparison.Ordinal));
        file.Now = Cases.At("2026-12-10T10:00:00Z");
        await file.ApplyAsync(Applying.Small.Replace("09:00", "08:00", StringComparison.Ordinal));
        var rotation = (await file.FindAsync<Rotation>("payments"))!;
        Assert.Equal(Cases.At("2026-12-21T08:00:00Z"), rotation.Layers[0].Versions[^1].From);
        Assert.Equal(rotation.Layers[0].Versions[^1].From, rotation.Promises[^1].From);
    }
}
