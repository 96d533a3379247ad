using NodaTime;
using PaymentHub.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

if (args is ["hub", ..]) return await PaymentHub.Operator.HubCommand.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.AddLog();
var settings = HubSettings.From(builder.Configuration);
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HubClock(SystemClock.Instance));
builder.Services.AddSingleton<IClock>(p => p.GetRequiredService<HubClock>());
builder.Services.AddHostedService<SqlScripts>();
if (settings.IsDemo) builder.Services.AddHostedService<StoryClockStart>();
builder.AddHubStore(settings);
builder.AddCapabilities();
builder.AddApiJson();
builder.AddAccess();
builder.AddWeb();
builder.Services.AddExceptionHandler<ExceptionProblems>();
builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = UploadLimits.MaxBytes);

var app = builder.Build();
app.MapWeb();
app.MapAccess();
app.MapUseCases();
app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous();
await app.RunAsync();
return 0;
