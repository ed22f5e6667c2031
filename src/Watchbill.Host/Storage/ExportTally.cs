using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Watchbill.Storage;

/// <summary>How many documents of each kind there are, and a hash over their ids, versions and JSON in order.</summary>
internal sealed class ExportTally
{
    private readonly SortedDictionary<string, (long Count, IncrementalHash Hash)> kinds = new(StringComparer.Ordinal);

    public long Documents => kinds.Values.Sum(kind => kind.Count);

    /// <summary>What all the documents of a database come to.</summary>
    public static ExportTally Of(IDatabaseContent content)
    {
        var tally = new ExportTally();
        foreach (var document in content.Documents()) tally.Add(document);
        return tally;
    }

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

    /// <summary>The hash of all kinds together.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        kinds.Select(kind => $"{kind.Key} {Convert.ToHexStringLower(kind.Value.Hash.GetCurrentHash())}")))));
}

/// <summary>Of one kind.</summary>
internal sealed record KindTally(long Count, string Sha256);
