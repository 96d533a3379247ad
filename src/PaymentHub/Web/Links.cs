using Microsoft.AspNetCore.Components;

namespace PaymentHub.Web;

/// <summary>
/// Links to the present page with other query values, so that filters, order and page survive each other.
/// </summary>
public static class Links
{
    /// <summary>The present address with one query value replaced; null removes it.</summary>
    public static string With(this NavigationManager navigation, string name, object? value) =>
        navigation.With(new Dictionary<string, object?> { [name] = value });

    /// <summary>The present address with several query values replaced; null removes one.</summary>
    public static string With(this NavigationManager navigation, IReadOnlyDictionary<string, object?> values) =>
        "/" + navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameters(values));

    /// <summary>
    /// The return address if it lies on this site, else the start page: an open redirect helps only phishers.
    /// </summary>
    public static string LocalOrHome(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] ? address : "/";
}
