using Microsoft.Extensions.Options;

namespace Watchbill.Storage;

/// <summary>Registers the store, which opens at its first use.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BackupOptions>().BindConfiguration("Backup");
        return services.AddSingleton<SaveNotices>()
            .AddSingleton<StorageFiles>()
            .AddSingleton<DatabaseFile>()
            .AddSingleton<IStore>(provider => new DeferredStore(provider.GetRequiredService<DatabaseFile>().Open));
    }
}

/// <summary>Where the configured files are, whichever folder the host was started in.</summary>
internal sealed class StorageFiles(IOptions<StorageOptions> storage, IOptions<BackupOptions> backup, IHostEnvironment environment)
{
    public string Database { get; } = Path.Combine(environment.ContentRootPath, storage.Value.Path);

    /// <summary>Null: not configured.</summary>
    public string? Backups { get; } =
        string.IsNullOrWhiteSpace(backup.Value.Directory) ? null : Path.Combine(environment.ContentRootPath, backup.Value.Directory);
}
