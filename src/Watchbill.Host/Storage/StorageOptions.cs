using System.ComponentModel.DataAnnotations;

namespace Watchbill.Storage;

/// <summary>Where documents are kept: <c>Storage</c> in the configuration.</summary>
internal sealed class StorageOptions
{
    /// <summary>What keeps them; null: what is in the folder decides.</summary>
    [AllowedValues(null, "sqlite", "litedb",
        ErrorMessage = "Storage:Provider is neither 'sqlite' nor 'litedb', the stores of this release (PostgreSQL comes later): set it to "
            + "one of them, or take it out.")]
    public string? Provider { get; init; }

    /// <summary>The database file, relative to the content root.</summary>
    [Required(ErrorMessage = "Storage:Path is empty: name the database file, such as data/watchbill.db.")]
    public string Path { get; init; } = "data/watchbill.db";

    /// <summary>Of the database server, where the provider is one.</summary>
    public string? ConnectionString { get; init; }
}

/// <summary>Where backups go: <c>Backup</c> in the configuration.</summary>
internal sealed class BackupOptions
{
    /// <summary>The folder, relative to the content root; null: no backups are made.</summary>
    public string? Directory { get; init; }
}
