using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using PaymentHub.Access;

namespace PaymentHub.Web;

/// <summary>
/// Puts a page into the side navigation. The page's own <see cref="AuthorizeAttribute"/> decides who sees the entry, so
/// the menu never shows what the server would refuse. The lowest order that a user may see is the user's home.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MenuEntryAttribute(int order, string textKey, string icon) : Attribute
{
    public int Order { get; } = order;

    /// <summary>Key of the text in the resources.</summary>
    public string TextKey { get; } = textKey;

    /// <summary>Name of a drawing of the component Icon.</summary>
    public string Icon { get; } = icon;
}

/// <summary>One line of the side navigation.</summary>
public sealed record MenuItem(int Order, string Path, string TextKey, string Icon, string Permission);

/// <summary>The pages with a menu entry, found once at start.</summary>
public sealed class Menu
{
    /// <summary>Where a signed-in user without any permission lands.</summary>
    public const string NothingGranted = "/chua-cap-quyen";

    private readonly MenuItem[] _items =
    [
        .. typeof(Menu).Assembly.GetTypes()
            .Select(ItemOf)
            .OfType<MenuItem>()
            .OrderBy(i => i.Order),
    ];

    /// <summary>The entries that this user may open.</summary>
    public IEnumerable<MenuItem> For(CurrentUser user) => _items.Where(i => user.Can(i.Permission));

    /// <summary>The page that this user starts with.</summary>
    public string HomeOf(CurrentUser user) => For(user).FirstOrDefault()?.Path ?? NothingGranted;

    private static MenuItem? ItemOf(Type page)
    {
        if (page.GetCustomAttribute<MenuEntryAttribute>() is not { } entry) return null;
        var path = page.GetCustomAttributes<RouteAttribute>().First(r => !r.Template.Contains('{')).Template;
        var permission = page.GetCustomAttribute<AuthorizeAttribute>()?.Policy
            ?? throw new InvalidOperationException($"The page {page.Name} has a menu entry but names no permission.");
        return new(entry.Order, path, entry.TextKey, entry.Icon, permission);
    }
}
