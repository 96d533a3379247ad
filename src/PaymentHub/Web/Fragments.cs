using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace PaymentHub.Web;

/// <summary>Draws single components outside of a page, for what is sent while a page is open.</summary>
internal static class Fragments
{
    /// <summary>The markup of one component with these parameters.</summary>
    public static Task<string> DrawAsync<T>(this HtmlRenderer renderer, Dictionary<string, object?> parameters)
        where T : IComponent => renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
}
