using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using PaymentHub.Storage;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog((_, log) => log.ReadFrom.Configuration(builder.Configuration).WriteTo.Console(
    formatProvider: System.Globalization.CultureInfo.InvariantCulture));
var settings = HubSettings.From(builder.Configuration);
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(new HubClock(SystemClock.Instance));
builder.Services.AddSingleton<IClock>(p => p.GetRequiredService<HubClock>());
builder.Services.AddHostedService<SqlScripts>();
if (settings.IsDemo) builder.Services.AddHostedService<StoryClockStart>();
builder.AddHubStore(settings);
builder.Services.ConfigureHttpJsonOptions(o =>
{
    o.SerializerOptions.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    o.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
});
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<PaymentHub.Web.ExceptionProblems>();

var app = builder.Build();
app.UseExceptionHandler();
app.MapGet("/healthz", () => Results.Text("ok"));
await app.RunAsync();
