using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class ChoicesTests
{
    private static readonly Instant Edited = Cases.At("2026-11-23T09:00:00Z");

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "primary, secondary")]
    [InlineData("2026-11-23T09:00:00Z", "primary")]
    public async Task A_layer_is_offered_until_its_removal_is_in_force(string at, string offered)
    {
        var store = new MemoryStore();
        var (first, second) = (Some.Layer("primary", Some.Weekly, Coverage.Always, "ana"),
            Some.Layer("secondary", Some.Weekly, Coverage.Always, "ben"));
        var gone = second.At(Instant.MaxValue)! with { From = Edited, Members = [], Removed = true };
        second = second with { Versions = [.. second.Versions, gone] };
        await store.SaveAsync([Write.Create("payments", Some.Rotation(first, second))], TestContext.Current.CancellationToken);

        var found = await new Choices(store).OfAsync(FieldKind.Layer, "", Cases.At(at), TestContext.Current.CancellationToken);

        Assert.Equal(offered, string.Join(", ", found.Select(option => option.Value)));
    }
}
