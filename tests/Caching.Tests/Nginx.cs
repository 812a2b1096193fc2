using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Thumbs.Caching.Tests;

/// <summary>The web server nginx with WebDAV, in a folder of its own and in one process, which ends with the test.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"];

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-nginx-").FullName;
    private readonly string _program;
    private readonly int _port = FreePort();
    private Process? _process;

    private Nginx(string program, string directives)
    {
        _program = program;
        Directory.CreateDirectory(Files);
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:{{_port}};
                    root files;
                    location / {
                        {{directives}}
                    }
                }
            }
            """);
    }

    public Uri Url => new($"http://127.0.0.1:{_port}/thumbs/");

    /// <summary>The folder that it serves.</summary>
    public string Files => Path.Combine(_folder, "files");

    /// <summary>A server that answers. The test is skipped where there is no nginx.</summary>
    /// <param name="directives">What it permits.</param>
    public static async Task<Nginx> StartAsync(string directives = "dav_methods PUT; create_full_put_path on; client_max_body_size 1m;")
    {
        Platform.SkipOnWindows("nginx serves from there only to be tried out.");
        var program = Array.Find(Places, File.Exists);
        Assert.SkipWhen(program is null, "nginx is not installed.");
        var nginx = new Nginx(program!, directives);
        await nginx.StartAsync();
        return nginx;
    }

    /// <summary>Starts it again, on the same port.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_program, ["-p", _folder, "-c", "nginx.conf", "-e", "error.log"]) { RedirectStandardError = true, UseShellExecute = false })!;
        await Eventually.TrueAsync(() =>
        {
            Assert.False(_process.HasExited, _process.HasExited ? _process.StandardError.ReadToEnd() : "");
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                client.Connect(IPAddress.Loopback, _port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    public async Task StopAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
