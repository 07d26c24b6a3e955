using Mesh.Encoder;
using Mesh.ServiceDefaults.Hosting;

await MeshHost.Build(args, new EncoderService()).RunAsync();
