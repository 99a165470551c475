export * from '../../src/stand-ins/meta';
