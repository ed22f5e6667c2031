using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Watchbill.Storage;

/// <summary>How many documents of each kind there are, and a hash over their ids, versions and JSON in order.</summary>
internal sealed class ExportTally
{
    private readonly SortedDictionary<string, (long Count, IncrementalHash Hash)> kinds = new(StringComparer.Ordinal);

    public long Documents => kinds.Values.Sum(kind => kind.Count);

    /// <summary>Counts a document, which of its kind comes after those before it.</summary>
    public void Add(StoredDocument document)
    {
        if (!kinds.TryGetValue(document.Kind, out var kind)) kind = (0, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
        kind.Hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{document.Id}\n{document.Version}\n")));
        kind.Hash.AppendData(document.Json);
        kind.Hash.AppendData("\n"u8);
        kinds[document.Kind] = (kind.Count + 1, kind.Hash);
    }

    public IReadOnlyDictionary<string, KindTally> Kinds() =>
        kinds.ToDictionary(kind => kind.Key,
            kind => new KindTally(kind.Value.Count, Convert.ToHexStringLower(kind.Value.Hash.GetCurrentHash())));
}

/// <summary>Of one kind.</summary>
internal sealed record KindTally(long Count, string Sha256);
