using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using PaymentHub.Access;

namespace PaymentHub.Web;

/// <summary>
/// Puts the web shell into the service: pages without a circuit, texts in two languages, strict headers.
/// </summary>
public static class WebSetup
{
    public const string Vietnamese = "vi-VN";
    public const string English = "en-GB";

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        // Outside the development environment, too, a built (not published) service finds its style sheets and scripts.
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;
        services.AddLocalization(o => o.ResourcesPath = "Web/Resources");
        services.AddTransient<IStringLocalizer<Ui>, UiTexts>();
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = UploadLimits.MaxBytes);
        services.AddSingleton<Menu>();
        services.AddSingleton<AreaNames>().AddSingleton<ProgrammeNames>();
        services.AddScoped<OfficerActs>().AddScoped<MonthsStream>();
        services.AddScoped<WhatIfDraft>().AddScoped<WhatIfStream>();
        // Without this every Vietnamese letter would be sent as a numeric reference.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(o =>
        {
            CultureInfo[] cultures = [CultureInfo.GetCultureInfo(Vietnamese), CultureInfo.GetCultureInfo(English)];
            o.DefaultRequestCulture = new(Vietnamese);
            o.SupportedCultures = cultures;
            o.SupportedUICultures = cultures;
            // The browser's own language does not decide: Vietnamese unless the person chose otherwise.
            o.RequestCultureProviders =
                [
                    new QueryStringRequestCultureProvider(),
                    new CookieRequestCultureProvider { CookieName = "hub.culture" },
                ];
        });
        return builder;
    }

    /// <summary>
    /// The whole request pipeline (sign-in included) and the pages. Call it before endpoints are mapped.
    /// </summary>
    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseMiddleware<SafeHeaders>();
        app.UseRequestLocalization();
        app.Use(RememberCultureAsync);
        app.UseWhen(AccessAnswers.IsApi, api => api.UseExceptionHandler().UseStatusCodePages(
            c => ExceptionProblems.WriteAsync(c.HttpContext, c.HttpContext.Response.StatusCode)));
        app.UseWhen(context => !AccessAnswers.IsApi(context), pages => pages
            .UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/loi/500",
                CreateScopeForErrors = true,
                StatusCodeSelector = ExceptionProblems.StatusOf,
            })
            .UseStatusCodePagesWithReExecute("/loi/{0}", createScopeForStatusCodePages: true)
            .Use(ReadErrorPage)
            .Use(LeaveOldFormsToTheErrorPage));
        app.UseRouting();
        app.UseAccess();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet(
            "/", (Menu menu, CurrentUser user) => Results.LocalRedirect(menu.HomeOf(user))).ExcludeFromDescription();
        app.MapGet("/months/{period}/progress", Pages.RunProgress.AnswerAsync)
            .RequirePermission(Domain.Access.Permissions.RunsView).ExcludeFromDescription();
        app.MapGet("/months/{period}/identity/stream", MonthsStream.Answer)
            .RequirePermission(Domain.Access.Permissions.LedgerView).ExcludeFromDescription();
        app.MapPost(WhatIfStream.Path, WhatIfStream.Answer)
            .RequirePermission(Domain.Access.Permissions.RunsPlan).ExcludeFromDescription();
        app.MapRazorComponents<App>();
        return app;
    }

    // The error page of a refused form is read, not posted again: a second refusal would leave the person without
    // a page.
    private static Task ReadErrorPage(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    // A form that its page no longer shows (somebody was quicker) is refused with a content type and without any
    // content, which the error page would take for an answer.
    private static async Task LeaveOldFormsToTheErrorPage(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var isFirst = context.Features.Get<IStatusCodeReExecuteFeature>() is null;
        if (isFirst && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest })
            context.Response.ContentType = null;
    }

    private static Task RememberCultureAsync(HttpContext context, RequestDelegate next)
    {
        var chosen = context.Request.Query["culture"].ToString();
        if (chosen is Vietnamese or English)
        {
            context.Response.Cookies.Append(
                "hub.culture",
                CookieRequestCultureProvider.MakeCookieValue(new(chosen)),
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromDays(365),
                });
        }

        return next(context);
    }
}
