using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Which time zone somebody meant who wrote a city alone, a short name, or a name misspelt.</summary>
internal static class ZoneNames
{
    /// <summary>A sentence after a blank.</summary>
    public static string Suggest(string text)
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        var city = "/" + text.Trim().Replace(' ', '_');
        var meant = ZoneAbbreviations.Of(text.Trim());
        // "GMT+2" is UTC-2 in the database.
        if (meant.Count == 0 && ZoneAbbreviations.IsOne(text.Trim())) return " An offset is no place, and the clocks of places change.";
        if (meant.Count == 0) meant = [.. ids.Where(id => id.EndsWith(city, StringComparison.OrdinalIgnoreCase))];
        return meant.Count == 0 ? Nearest.Suggest(text, ids, "") : $" Did you mean {string.Join(" or ", meant.Select(id => $"'{id}'"))}?";
    }
}
