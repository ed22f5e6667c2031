using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_store_opens_at_its_first_use_and_closes_with_the_host()
    {
        await using (var host = Host())
        {
            var store = host.Services.GetRequiredService<IStore>();
            Assert.False(File.Exists(folder["data/watchbill.db"]));
            Assert.Null(await store.FindAsync<Domain>("a", Ct));
            Assert.True(File.Exists(folder["data/watchbill.db"]));

            var told = new TaskCompletionSource<IReadOnlyList<SavedDocument>>();
            host.Services.GetRequiredService<SaveNotices>().Saved += told.SetResult;
            await store.SaveAsync([Write.Create("a", new Domain("a", "A"))], Ct);
            Assert.Equal([new(typeof(Domain), "a")], await told.Task.WaitAsync(Ct));
        }

        Assert.False(File.Exists(folder["data/watchbill.db-wal"]));
    }

    [Fact]
    public async Task A_second_host_composes_and_does_not_get_the_store()
    {
        await using var first = Host();
        await first.Services.GetRequiredService<IStore>().FindAsync<Domain>("a", Ct);
        await using var second = Host();
        var store = second.Services.GetRequiredService<IStore>();

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await store.FindAsync<Domain>("a", Ct));

        Assert.Contains("in use by another Watchbill host", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_relative_to_the_content_root()
    {
        using var host = Host(("Storage:Path", "here.db"), ("Backup:Directory", "backups"));
        var files = host.Services.GetRequiredService<StorageFiles>();

        Assert.Equal((folder["here.db"], folder["backups"]), (files.Database, files.Backups));
        using var without = Host();
        Assert.Null(without.Services.GetRequiredService<StorageFiles>().Backups);
    }

    [Theory]
    [InlineData("Storage:Provider", "postgres",
        "Storage:Provider is neither 'sqlite' nor 'litedb', the stores of this release (PostgreSQL comes later): set it to one of them, " +
            "or take it out.")]
    [InlineData("Storage:Path", "", "Storage:Path is empty: name the database file, such as data/watchbill.db.")]
    public async Task Options_that_make_no_sense_stop_the_start(string key, string value, string sentence)
    {
        await using var host = Host((key, value));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private WebApplication Host(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folder.FullName });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.WebHost.UseTestServer();
        builder.Services.AddLogging().AddStorage();
        return builder.Build();
    }
}
