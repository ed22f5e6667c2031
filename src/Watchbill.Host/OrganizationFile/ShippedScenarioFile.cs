using NodaTime;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>The scenarios of tabletop drills that are embedded, read as a file of the organisation would be.</summary>
internal static class ShippedScenarioFile
{
    private const string Name = "scenarios.yaml";

    /// <exception cref="InvalidOperationException">The file is wrong, which a test would have found.</exception>
    public static ShippedScenarios Read()
    {
        using var stream = typeof(ShippedScenarioFile).Assembly.GetManifestResourceStream(Name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var text = FileReader.Read(Name, bytes.ToArray(), folder: null, new LocalDate(2026, 1, 1));
        var scenarios = ScenarioSections.Read(text);
        if (text.Errors.Any) throw new InvalidOperationException(string.Join('\n', text.Errors.All));
        return new ShippedScenarios(scenarios);
    }
}
